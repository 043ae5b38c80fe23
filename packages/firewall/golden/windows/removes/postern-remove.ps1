# Postern: mail allowlist of HubSpot, revision 1, permit mode
# sha256 62e20a9158ba91fa060087854722861beb804bee38b145e47c16b58401b9d488
#Requires -RunAsAdministrator
Get-NetFirewallRule -Group 'Postern' -ErrorAction SilentlyContinue | Remove-NetFirewallRule
