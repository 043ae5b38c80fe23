# Postern: mail allowlist of Example, revision 7, permit mode
# sha256 c278b02ed75562f905f041d1407253ed59dad51818ae16028c6c9057f6c036dc
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
Set-PosternRule -Name 'Postern-hook-8443-hooks.example.com-4-eu1' -DisplayName 'Postern: webhook to hooks.example.com' `
  -LocalPort '8443' -LocalAddress @('198.51.100.30') `
  -RemoteAddress @('203.0.113.192/28')
Set-PosternRule -Name 'Postern-smtp-465-mail.example.com-4-eu1' -DisplayName 'Postern: SMTP to mail.example.com' `
  -LocalPort '465' -LocalAddress @('198.51.100.10') `
  -RemoteAddress @('203.0.113.32/27', '203.0.113.128/32')
Set-PosternRule -Name 'Postern-smtp-465-mail.example.com-6-eu1' -DisplayName 'Postern: SMTP to mail.example.com' `
  -LocalPort '465' -LocalAddress @('2001:db8:1::10') `
  -RemoteAddress @('2001:db8:b::1/128', '2001:db8:c::/64')
Set-PosternRule -Name 'Postern-imap-993-mail.example.com-4-eu1' -DisplayName 'Postern: IMAP to mail.example.com' `
  -LocalPort '993' -LocalAddress @('198.51.100.10') `
  -RemoteAddress @('203.0.113.0/27', '203.0.113.64/30')
Set-PosternRule -Name 'Postern-imap-993-mail.example.com-6-eu1' -DisplayName 'Postern: IMAP to mail.example.com' `
  -LocalPort '993' -LocalAddress @('2001:db8:1::10') `
  -RemoteAddress @('2001:db8:a::/48')
$wanted = @('Postern-hook-8443-hooks.example.com-4-eu1', 'Postern-smtp-465-mail.example.com-4-eu1', 'Postern-smtp-465-mail.example.com-6-eu1', 'Postern-imap-993-mail.example.com-4-eu1', 'Postern-imap-993-mail.example.com-6-eu1')
Get-NetFirewallRule -Group 'Postern' -ErrorAction SilentlyContinue |
  Where-Object { $_.Name -notin $wanted } | Remove-NetFirewallRule
