#!/bin/sh
# Postern: mail allowlist of Example, revision 7, permit mode
# sha256 c278b02ed75562f905f041d1407253ed59dad51818ae16028c6c9057f6c036dc
# Run as root, as often as you like. Then, once, in the chains that guard your mail server, above their drop:
#   iptables -I FORWARD 1 -j POSTERN && ip6tables -I FORWARD 1 -j POSTERN
# With --at-boot it also installs two systemd units, so that lists and chain outlive a restart; save the jumps with
# netfilter-persistent save, or wherever your other rules are.
set -eu
stop() { echo "$1. Nothing was changed." >&2; exit 3; }
command -v ipset >/dev/null || stop "ipset is missing: install ipset"
command -v iptables-restore >/dev/null || stop "iptables-restore is missing: install iptables"
command -v ip6tables-restore >/dev/null || stop "ip6tables-restore is missing: install iptables with IPv6, because rules for IPv4 alone leave IPv6 as it is"
# POSTERN_FORCE=1 skips the search for other firewalls.
if [ "${POSTERN_FORCE:-}" != 1 ]; then
  if command -v firewall-cmd >/dev/null && firewall-cmd --state >/dev/null 2>&1; then
    stop "firewalld is running: it drops what these rules accept. Use the rules for the target firewalld"
  fi
  if grep -qs '^ENABLED=yes' /etc/ufw/ufw.conf; then
    stop "ufw is active: it drops what these rules accept. Use the rules for the target ufw"
  fi
  if iptables --version | grep -q nf_tables && { iptables-legacy-save; ip6tables-legacy-save; } 2>/dev/null | grep -q '^-A'; then
    stop "This machine also has rules of iptables-legacy, which drop what these rules accept: put iptables-legacy first on the PATH as iptables"
  fi
fi
cd -- "$(dirname -- "$0")"
ipset -exist restore < postern.ipset
iptables-restore --noflush --test < postern.v4.rules
ip6tables-restore --noflush --test < postern.v6.rules
iptables-restore --noflush < postern.v4.rules
ip6tables-restore --noflush < postern.v6.rules
# What earlier revisions, modes and places left; the chain names none of it any more.
ipset list -n | grep '^postern_' | while read -r set; do
  grep -q "^create $set " postern.ipset || ipset -q destroy "$set" || echo "$set stays: a rule of yours names it" >&2
done
[ "${1:-}" != --at-boot ] || mkdir -p /etc/postern-iptables
[ -d /etc/postern-iptables ] && [ "$PWD" != /etc/postern-iptables ] || exit 0
cp postern.ipset postern.v4.rules postern.v6.rules apply.sh /etc/postern-iptables/
grep -o '^create postern_[46]_[^ ]*' postern.ipset | while read -r _ set; do
  ipset -q save "$set" | grep "^add" || true
done >> /etc/postern-iptables/postern.ipset
cp postern-ipset.service postern-rules.service /etc/systemd/system/
! command -v systemctl >/dev/null || systemctl enable postern-ipset.service postern-rules.service
