provider "google" {
  project = "my-project"
}

module "mail_allowlist" {
  source = "../.."

  name_prefix = "mail-vendor"
  network     = "mail"

  target_tags = {
    "hooks.example.com" = "mail-0"
    "mail.example.com"  = "mail-1"
  }
}

output "firewall_ids" {
  value = module.mail_allowlist.firewall_ids
}
