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
Set-PosternRule -Name 'Postern-smtp-465-mail.example.com-4' -DisplayName 'Postern: SMTP to mail.example.com' `
  -LocalPort '465' -LocalAddress @('198.51.100.10') `
  -RemoteAddress @('54.174.62.128/26', '54.174.62.192/30', '141.193.184.0/27', '141.193.185.0/27', '143.244.82.12/30', '143.244.87.0/25')
Set-PosternRule -Name 'Postern-imap-993-mail.example.com-4' -DisplayName 'Postern: IMAP to mail.example.com' `
  -LocalPort '993' -LocalAddress @('198.51.100.10') `
  -RemoteAddress @('54.174.62.128/26', '54.174.62.196/30', '141.193.184.0/27', '141.193.185.0/27', '143.244.82.8/30', '143.244.87.0/25')
Set-PosternRule -Name 'Postern-smtp-587-mx.example.net-4' -DisplayName 'Postern: SMTP to mx.example.net' `
  -LocalPort '587' -LocalAddress @('198.51.100.20') `
  -RemoteAddress @('54.174.62.128/26', '54.174.62.192/30', '141.193.184.0/27', '141.193.185.0/27', '143.244.82.12/30', '143.244.87.0/25')
Set-PosternRule -Name 'Postern-imap-993-mx.example.net-4' -DisplayName 'Postern: IMAP to mx.example.net' `
  -LocalPort '993' -LocalAddress @('198.51.100.20') `
  -RemoteAddress @('54.174.62.128/26', '54.174.62.196/30', '141.193.184.0/27', '141.193.185.0/27', '143.244.82.8/30', '143.244.87.0/25')
$wanted = @('Postern-smtp-465-mail.example.com-4', 'Postern-imap-993-mail.example.com-4', 'Postern-smtp-587-mx.example.net-4', 'Postern-imap-993-mx.example.net-4')
Get-NetFirewallRule -Group 'Postern' -ErrorAction SilentlyContinue |
  Where-Object { $_.Name -notin $wanted } | Remove-NetFirewallRule
