#!/bin/sh
# SAMPLE: these addresses are from a public help page, not from the operator of this installation. Do not use this file.
# Postern: mail allowlist of HubSpot, revision 1, permit mode
# sha256 62e20a9158ba91fa060087854722861beb804bee38b145e47c16b58401b9d488
# Removes the policy and the ipsets of Postern from firewalld, in what runs and for the next start. Run as root.
# The reload drops new connections for as long as it lasts.
set -eu
cd /etc/firewalld
rm -f -- policies/postern-host.xml policies/postern-forward.xml policies/postern-host.xml.old policies/postern-forward.xml.old ipsets/postern-*.xml ipsets/postern-*.xml.old
! firewall-cmd --state >/dev/null 2>&1 || firewall-cmd -q --reload
