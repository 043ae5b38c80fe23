# SAMPLE: these addresses are from a public help page, not from the operator of this installation. Do not use this file.
provider "azurerm" {
  features {}
  subscription_id = "00000000-0000-0000-0000-000000000000"
}

module "mail_allowlist" {
  source = "../.."

  name_prefix = "mail-vendor"
}

output "network_security_rule_ids" {
  value = module.mail_allowlist.network_security_rule_ids
}
