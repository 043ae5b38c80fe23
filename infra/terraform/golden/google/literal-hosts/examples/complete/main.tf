provider "google" {
  project = "my-project"
}

module "mail_allowlist" {
  source = "../.."

  name_prefix = "mail-vendor"
  network     = "mail"

  target_tags = {
    "192.0.2.7"   = "mail-0"
    "2001:db8::7" = "mail-1"
  }
}

output "firewall_ids" {
  value = module.mail_allowlist.firewall_ids
}
