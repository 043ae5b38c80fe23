# SAMPLE: these addresses are from a public help page, not from the operator of this installation. Do not use this file.
# Postern: mail allowlist of HubSpot, revision 1, permit mode
# sha256 62e20a9158ba91fa060087854722861beb804bee38b145e47c16b58401b9d488
#Requires -RunAsAdministrator
$ErrorActionPreference = 'Stop'
function Set-PosternRule {
  param([string]$Name, [string]$DisplayName, [string]$LocalPort, [string[]]$LocalAddress, [string[]]$RemoteAddress)
  if ($LocalAddress -like 'REPLACE-*') { throw ('Fill in the address: ' + $LocalAddress) }
  $rule = @{
    Direction = 'Inbound'; Action = 'Allow'; Protocol = 'TCP'; Profile = 'Any'; Enabled = 'True'
    LocalPort = $LocalPort; LocalAddress = $LocalAddress; RemoteAddress = $RemoteAddress
  }
  if (Get-NetFirewallRule -Name $Name -ErrorAction SilentlyContinue) {
    Set-NetFirewallRule -Name $Name -NewDisplayName $DisplayName @rule
  } else {
    New-NetFirewallRule -Name $Name -DisplayName $DisplayName -Group 'Postern' @rule | Out-Null
  }
}
$wanted = @()
Get-NetFirewallRule -Group 'Postern' -ErrorAction SilentlyContinue |
  Where-Object { $_.Name -notin $wanted } | Remove-NetFirewallRule
