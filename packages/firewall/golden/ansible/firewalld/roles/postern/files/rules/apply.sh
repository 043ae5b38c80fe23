#!/bin/sh
# Postern: mail allowlist of Example, revision 7, permit mode
# sha256 b22c41b60e53a329d7f600384a817da8edb85f013a7757aff6078f85cf6fd935
# Run as root, as often as you like. The rules are in the files of firewalld and outlive a restart.
set -eu
stop() { echo "$1. Nothing was changed." >&2; exit 3; }
command -v firewall-cmd >/dev/null || stop "firewall-cmd is missing: install firewalld"
# POSTERN_FORCE=1 skips the search for other firewalls.
if [ "${POSTERN_FORCE:-}" != 1 ]; then
  if grep -qs '^ENABLED=yes' /etc/ufw/ufw.conf; then
    stop "ufw is active: it drops what these rules accept. Use the rules for the target ufw"
  fi
fi
cd -- "$(dirname -- "$0")"
etc=/etc/firewalld
temporary=$(mktemp -d); trap 'rm -rf "$temporary"' EXIT
install_files() {
  mkdir -p $etc/ipsets $etc/policies
  for file in $etc/ipsets/postern-*.xml $etc/policies/postern-host.xml $etc/policies/postern-forward.xml; do
    [ ! -e "$file" ] || [ -e "${file#$etc/}" ] || rm -- "$file"
  done
  for file in ipsets/postern-*.xml policies/postern-*.xml; do
    case $file in ipsets/postern-server*) [ ! -e "$etc/$file" ] || continue ;; esac
    cp -- "$file" "$etc/$file"
  done
}
firewall-cmd --state >/dev/null 2>&1 || { install_files; echo "firewalld does not run: it reads these rules when it starts"; exit 0; }
policy=postern-host
known() { echo " $(firewall-cmd --get-ipsets | tr "\n" " ") $(firewall-cmd --get-policies | tr "\n" " ") "; }
known=$(known)
is_new=
for file in ipsets/postern-*.xml policies/postern-*.xml; do
  name=${file#*/}; case $known in *" ${name%.xml} "*) ;; *) is_new=1 ;; esac
done
[ -n "$is_new" ] || [ "$(firewall-cmd --policy=$policy --list-ingress-zones)" = 'ANY' ] || is_new=1
if [ -n "$is_new" ]; then
  install_files
  # With 20,000 prefixes firewall-cmd stops waiting after 25 s, and firewalld goes on.
  firewall-cmd -q --reload || { sleep 30; firewall-cmd --state >/dev/null; }
  known=$(known)
fi
call() { # An option, and a file with one value a line.
  option=$1; values=$2; shift 2
  while read -r value; do set -- "$@" "$option=$value"; done < "$values"
  [ ! -s "$values" ] || firewall-cmd -q "$@"
}
rules_of() { firewall-cmd "--policy=$1" --list-rich-rules | sed "s/ *$//; /^$/d" | sort; }
cd_files=$PWD; cd "$temporary"
for file in "$cd_files"/ipsets/postern-*.xml; do
  list=${file##*/}; list=${list%.xml}
  case $list in postern-server*|postern-next*) continue ;; esac
  sed -n 's:^ *<entry>\(.*\)</entry>$:\1:p' "$file" | sort > wanted
  firewall-cmd "--ipset=$list" --get-entries | sort > present
  ! cmp -s wanted present || continue
  next=postern-next4; ! grep -q 'value="inet6"' "$file" || next=postern-next6
  rules_of $policy | sed -n "s/source ipset=\"$list\"/source ipset=\"$next\"/p" > bridge
  [ ! -s wanted ] || firewall-cmd -q --ipset=$next --add-entries-from-file=wanted
  call --add-rich-rule bridge --policy=$policy
  [ ! -s present ] || firewall-cmd -q "--ipset=$list" --remove-entries-from-file=present
  [ ! -s wanted ] || firewall-cmd -q "--ipset=$list" --add-entries-from-file=wanted
  call --remove-rich-rule bridge --policy=$policy
  [ ! -s wanted ] || firewall-cmd -q --ipset=$next --remove-entries-from-file=wanted
done
sed -n '/<rule /{ s:</rule>::; s:/>: :g; s:>: :g; s:<::g; s:^ *::; s: *$::; p; }' "$cd_files/policies/$policy.xml" | sort > wanted
rules_of $policy > present
comm -23 wanted present > added; call --add-rich-rule added --policy=$policy
comm -13 wanted present > gone; call --remove-rich-rule gone --policy=$policy
for other in postern-host postern-forward; do
  case $known in *" $other "*) [ $other != $policy ] || continue ;; *) continue ;; esac
  rules_of $other > gone; call --remove-rich-rule gone --policy=$other
done
cd "$cd_files"; install_files
