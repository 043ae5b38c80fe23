#!/bin/sh
# Postern: mail allowlist of Example, revision 7, permit mode
# sha256 f2a7303f364891903cb0109e739af23bc435cd743387fc4b53557df509279aca
# Run as root, as often as you like. Then, once, in the chains that guard your mail server, above their drop:
#   iptables -I FORWARD 1 -j POSTERN && ip6tables -I FORWARD 1 -j POSTERN
set -eu
cd -- "$(dirname -- "$0")"
ipset -exist restore < postern.ipset
iptables-restore --noflush < postern.v4.rules
ip6tables-restore --noflush < postern.v6.rules
ipset -q destroy postern_imap4 || true
ipset -q destroy postern_smtp4 || true
ipset -q destroy postern_exch4 || true
ipset -q destroy postern_exch6 || true
ipset -q destroy postern_more4 || true
ipset -q destroy postern_more6 || true
