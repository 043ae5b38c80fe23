# SAMPLE: these addresses are from a public help page, not from the operator of this installation. Do not use this file.
provider "google" {
  project = "my-project"
}

module "mail_allowlist" {
  source = "../.."

  name_prefix = "mail-vendor"
  network     = "mail"
}

output "firewall_ids" {
  value = module.mail_allowlist.firewall_ids
}
