#!/bin/sh
# SAMPLE: these addresses are from a public help page, not from the operator of this installation. Do not use this file.
# Postern: mail allowlist of HubSpot, revision 1, permit mode
# sha256 62e20a9158ba91fa060087854722861beb804bee38b145e47c16b58401b9d488
# Applies the rules and prints Changed if that changed what runs or what is loaded at boot.
set -eu
shown() {
  {
    nft -s list ruleset; ipset save
    cat /etc/nftables.conf /etc/sysconfig/nftables.conf /etc/postern-nftables/*
    cat /etc/firewalld/ipsets/postern-*.xml /etc/firewalld/policies/postern-*.xml
  } 2>/dev/null | sed 's/ timeout [0-9a-z]* expires [0-9a-z]*//g' | sha256sum
}
cd -- "$(dirname -- "$0")"
before=$(shown)
sh postern-apply.sh --at-boot
after=$(shown)
[ "$before" = "$after" ] || echo Changed
