mock_provider "azurerm" {}

variables {
  network_security_group_ids = {
    "mail.example.com" = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/mail/providers/Microsoft.Network/networkSecurityGroups/mail-0"
    "owa.example.org"  = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/mail/providers/Microsoft.Network/networkSecurityGroups/mail-1"
  }

  server_addresses = {
    "mail.example.com" = ["10.0.0.10", "fd00::10"]
    "owa.example.org"  = ["10.0.0.11", "fd00::11"]
  }
}

run "makes_every_list_and_rule" {
  command = apply
  assert {
    condition     = length(flatten(values(output.network_security_rule_ids))) == 6
    error_message = "A network security rule is missing."
  }
}

run "makes_nothing_if_create_is_false" {
  command = apply
  variables {
    create = false
  }
  assert {
    condition     = length(flatten(values(output.network_security_rule_ids))) == 0
    error_message = "A network security rule is left."
  }
}
