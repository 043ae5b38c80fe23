#!/bin/sh
# Postern: mail allowlist of HubSpot, revision 1, permit mode
# sha256 62e20a9158ba91fa060087854722861beb804bee38b145e47c16b58401b9d488
# Takes everything back that postern.nft made: the jumps to our chain, the chain, its sets.
set -eu
nft -a list table inet filter | awk '$1 == "chain" { chain = $2 } /(jump|goto) postern / { print chain, $NF }' |
while read -r chain handle; do nft delete rule inet filter "$chain" handle "$handle"; done
nft delete chain inet filter postern
nft list table inet filter | awk '$1 == "set" && $2 ~ /^postern_/ { print $2 }' |
while read -r set; do nft delete set inet filter "$set"; done
