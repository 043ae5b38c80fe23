provider "aws" {
  region = "eu-central-1"
}

module "mail_allowlist" {
  source = "../.."

  name_prefix = "mail-vendor"
  tags        = { Team = "network" }

  security_group_ids = {
    "hooks.example.com" = "sg-00000000000000000"
    "mail.example.com"  = "sg-00000000000000001"
  }
}

output "prefix_list_ids" {
  value = module.mail_allowlist.prefix_list_ids
}
