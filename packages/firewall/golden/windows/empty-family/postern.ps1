# Postern: mail allowlist of Example, revision 7, permit mode
# sha256 f2a7303f364891903cb0109e739af23bc435cd743387fc4b53557df509279aca
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
Set-PosternRule -Name 'Postern-smtp-465-mail.example.com-6' -DisplayName 'Postern: SMTP to mail.example.com' `
  -LocalPort '465' -LocalAddress @('2001:db8:1::10') `
  -RemoteAddress @('2001:db8:b::/48')
Set-PosternRule -Name 'Postern-imap-993-mail.example.com-6' -DisplayName 'Postern: IMAP to mail.example.com' `
  -LocalPort '993' -LocalAddress @('2001:db8:1::10') `
  -RemoteAddress @('2001:db8:a::/48')
$wanted = @('Postern-smtp-465-mail.example.com-6', 'Postern-imap-993-mail.example.com-6')
Get-NetFirewallRule -Group 'Postern' -ErrorAction SilentlyContinue |
  Where-Object { $_.Name -notin $wanted } | Remove-NetFirewallRule
