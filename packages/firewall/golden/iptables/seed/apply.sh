#!/bin/sh
# Postern: mail allowlist of HubSpot, revision 1, permit mode
# sha256 62e20a9158ba91fa060087854722861beb804bee38b145e47c16b58401b9d488
# Run as root, as often as you like. Then, once, in the chains that guard your mail server, above their drop:
#   iptables -I FORWARD 1 -j POSTERN && ip6tables -I FORWARD 1 -j POSTERN
set -eu
cd -- "$(dirname -- "$0")"
ipset -exist restore < postern.ipset
iptables-restore --noflush < postern.v4.rules
ip6tables-restore --noflush < postern.v6.rules
ipset -q destroy postern_imap6 || true
ipset -q destroy postern_smtp6 || true
ipset -q destroy postern_exch4 || true
ipset -q destroy postern_exch6 || true
ipset -q destroy postern_more4 || true
ipset -q destroy postern_more6 || true
