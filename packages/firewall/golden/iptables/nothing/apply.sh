# SAMPLE: these addresses are from a public help page, not from the operator of this installation. Do not use this file.
#!/bin/sh
# Postern: mail allowlist of HubSpot, revision 1, permit mode
# sha256 62e20a9158ba91fa060087854722861beb804bee38b145e47c16b58401b9d488
# Run as root, as often as you like. Then, once, in the chains that guard your mail server, above their drop:
#   iptables -I FORWARD 1 -j POSTERN && ip6tables -I FORWARD 1 -j POSTERN
set -eu
refuse() { echo "$1 (POSTERN_FORCE=1 goes on nevertheless)" >&2; [ "${POSTERN_FORCE:-}" = 1 ] || exit 3; }
if command -v firewall-cmd >/dev/null && firewall-cmd --state >/dev/null 2>&1; then
  refuse "firewalld is running: it drops what these rules accept. Add the lists as ipsets of firewalld"
fi
if grep -qs '^ENABLED=yes' /etc/ufw/ufw.conf; then
  refuse "ufw is active: use the rules for the target ufw"
fi
if iptables --version | grep -q nf_tables && command -v iptables-legacy-save >/dev/null && iptables-legacy-save 2>/dev/null | grep -q '^-A'; then
  refuse "This machine also has rules of iptables-legacy: put iptables-legacy first on the PATH as iptables"
fi
cd -- "$(dirname -- "$0")"
ipset -exist restore < postern.ipset
iptables-restore --noflush < postern.v4.rules
ip6tables-restore --noflush < postern.v6.rules
# What earlier revisions, modes and places left; the chain names none of it any more.
ipset list -n | grep '^postern_' | while read -r set; do
  grep -q "^create $set " postern.ipset || ipset -q destroy "$set" || echo "$set stays: a rule of yours names it" >&2
done
