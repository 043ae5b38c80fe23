#!/bin/sh
# SAMPLE: these addresses are from a public help page, not from the operator of this installation. Do not use this file.
# Postern: mail allowlist of HubSpot, revision 1, permit mode
# sha256 62e20a9158ba91fa060087854722861beb804bee38b145e47c16b58401b9d488
# Removes all that apply.sh made: the jumps to our chain, the chain, its sets. Run as root.
set -eu
# iptables-restore reads the quoting of iptables-save; a shell would not.
for program in iptables ip6tables; do
  {
    printf '*filter\n:POSTERN - [0:0]\n'
    "$program-save" -t filter | sed -n 's/^-A \(.* -[jg] POSTERN\)$/-D \1/p'
    printf '%s\n' '-F POSTERN' '-X POSTERN' COMMIT
  } | "$program-restore" --noflush
done
ipset list -n | grep '^postern_' | while read -r set; do ipset destroy "$set"; done
if [ -d /etc/postern-iptables ]; then
  ! command -v systemctl >/dev/null || systemctl disable postern-ipset.service postern-rules.service
  rm -rf /etc/postern-iptables /etc/systemd/system/postern-ipset.service /etc/systemd/system/postern-rules.service
fi
