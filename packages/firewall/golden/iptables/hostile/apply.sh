#!/bin/sh
# Postern: mail allowlist of ?? rm -rf / ? ? ? Remove-Item C:? -Recur, revision 7, permit mode
# sha256 b22c41b60e53a329d7f600384a817da8edb85f013a7757aff6078f85cf6fd935
# Run as root, as often as you like. Then, once, in the chains that guard your mail server, above their drop:
#   iptables -I FORWARD 1 -j POSTERN && ip6tables -I FORWARD 1 -j POSTERN
set -eu
cd -- "$(dirname -- "$0")"
ipset -exist restore < postern.ipset
iptables-restore --noflush < postern.v4.rules
ip6tables-restore --noflush < postern.v6.rules
ipset -q destroy postern_imap4 || true
ipset -q destroy postern_imap6 || true
ipset -q destroy postern_smtp4 || true
ipset -q destroy postern_smtp6 || true
ipset -q destroy postern_exch4 || true
ipset -q destroy postern_exch6 || true
ipset -q destroy postern_more4 || true
ipset -q destroy postern_more6 || true
