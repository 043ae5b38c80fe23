# SAMPLE: these addresses are from a public help page, not from the operator of this installation. Do not use this file.
mock_provider "google" {}

variables {
  network = "mail"

  target_tags = {
    "mail.example.com" = "mail-0"
    "mx.example.net"   = "mail-1"
  }
}

run "makes_every_list_and_rule" {
  command = apply
  assert {
    condition     = length(flatten(values(output.firewall_ids))) == 4
    error_message = "A firewall rule is missing."
  }
}

run "makes_nothing_if_create_is_false" {
  command = apply
  variables {
    create = false
  }
  assert {
    condition     = length(flatten(values(output.firewall_ids))) == 0
    error_message = "A firewall rule is left."
  }
}
