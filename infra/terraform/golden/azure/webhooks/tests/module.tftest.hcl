mock_provider "azurerm" {}

variables {
  network_security_group_ids = {
    "hooks.example.com" = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/mail/providers/Microsoft.Network/networkSecurityGroups/mail-0"
    "mail.example.com"  = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/mail/providers/Microsoft.Network/networkSecurityGroups/mail-1"
  }
}

run "makes_every_list_and_rule" {
  command = apply
  assert {
    condition     = length(flatten(values(output.network_security_rule_ids))) == 5
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
