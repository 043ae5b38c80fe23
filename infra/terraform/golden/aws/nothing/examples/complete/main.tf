# SAMPLE: these addresses are from a public help page, not from the operator of this installation. Do not use this file.
provider "aws" {
  region = "eu-central-1"
}

module "mail_allowlist" {
  source = "../.."

  name_prefix = "mail-vendor"
  tags        = { Team = "network" }
}

output "prefix_list_ids" {
  value = module.mail_allowlist.prefix_list_ids
}
