mock_provider "google" {}

variables {
  network = "mail"

  target_tags = {
    "hooks.example.com" = "mail-0"
    "mail.example.com"  = "mail-1"
  }
}

run "makes_every_list_and_rule" {
  command = apply
  assert {
    condition     = length(flatten(values(output.firewall_ids))) == 5
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
