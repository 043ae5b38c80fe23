provider "azurerm" {
  features {}
  subscription_id = "00000000-0000-0000-0000-000000000000"
}

module "mail_allowlist" {
  source = "../.."

  name_prefix = "mail-vendor"

  network_security_group_ids = {
    "hooks.example.com" = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/mail/providers/Microsoft.Network/networkSecurityGroups/mail-0"
    "mail.example.com"  = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/mail/providers/Microsoft.Network/networkSecurityGroups/mail-1"
  }
}

output "network_security_rule_ids" {
  value = module.mail_allowlist.network_security_rule_ids
}
