#!/bin/sh
# Postern: mail allowlist of Example, revision 7, permit mode
# sha256 c278b02ed75562f905f041d1407253ed59dad51818ae16028c6c9057f6c036dc
# Loads postern.nft. In the same transaction it deletes what earlier revisions, modes and places left. Run as root.
# With --at-boot it also puts the rules into /etc/nftables.conf, so that they outlive a restart and a reload.
set -eu
stop() { echo "$1. Nothing was changed." >&2; exit 3; }
command -v nft >/dev/null || stop "nft is missing: install nftables"
# POSTERN_FORCE=1 skips the search for other firewalls.
if [ "${POSTERN_FORCE:-}" != 1 ]; then
  if command -v firewall-cmd >/dev/null && firewall-cmd --state >/dev/null 2>&1; then
    stop "firewalld is running: it drops what these rules accept. Use the rules for the target firewalld"
  fi
  if grep -qs '^ENABLED=yes' /etc/ufw/ufw.conf; then
    stop "ufw is active: it drops what these rules accept. Use the rules for the target ufw"
  fi
  if { iptables-legacy-save; ip6tables-legacy-save; } 2>/dev/null | grep -q '^-A'; then
    stop "This machine has rules of iptables-legacy, which drop what these rules accept: use the rules for the target iptables, with iptables-legacy first on the PATH as iptables"
  fi
fi
cd -- "$(dirname -- "$0")"
{ cat postern.nft; nft -t list ruleset inet | awk -v chain='postern' -v hooks=' postern_forward postern_input ' '
  FILENAME == "postern.nft" {
    if ($2 == "set" || $2 == "chain") named[$3 " " $4 " " $5] = 1
    if ($1 == "delete" && $2 == "table") named[$3 " " $4] = 1
    next
  }
  $1 == "table" { table = $2 " " $3 }
  named[table] || named[table " " $2] || $3 != "{" { next }
  $1 == "set" && $2 ~ /^postern_/ { sets = sets "delete set " table " " $2 "\n" }
  $1 == "chain" && $2 == chain { print "flush chain", table, $2 }
  $1 == "chain" && index(hooks, " " $2 " ") { print "flush chain", table, $2; print "delete chain", table, $2 }
  END { printf "%s", sets }
' postern.nft -; } | nft -f -
[ "${1:-}" != --at-boot ] || mkdir -p /etc/postern-nftables
[ -d /etc/postern-nftables ] || exit 0
{ cat postern.nft; # Then the addresses of servers that were filled in.
grep -o '^add set inet [^ ]* postern_[46]_[^ ]*' postern.nft | while read -r _ _ family table name; do
  elements=$(nft list set "$family" "$table" "$name" | tr -d '\n\t' | sed -n 's/.*elements = \({[^}]*}\).*/\1/p')
  [ -z "$elements" ] || echo "add element $family $table $name $elements"
done; } > /etc/postern-nftables/postern.nft.new
mv /etc/postern-nftables/postern.nft.new /etc/postern-nftables/postern.nft
conf=/etc/nftables.conf; [ -e $conf ] || conf=/etc/sysconfig/nftables.conf
if ! grep -q /etc/postern-nftables $conf; then
  line=$(grep -n '^flush ruleset' $conf | head -n 1 | cut -d: -f1)
  if [ -n "$line" ]; then at="${line}a"; elif head -n 1 $conf | grep -q "^#!"; then at=1a; else at=1i; fi
  sed -i "$at include \"/etc/postern-nftables/postern.nft\"" $conf
  nft -c -f $conf || { sed -i '\#/etc/postern-nftables#d' $conf; echo "$conf is as before: nft does not take it with our include" >&2; exit 1; }
  echo "$conf includes the rules. They are loaded at boot if the service nftables is enabled."
fi
