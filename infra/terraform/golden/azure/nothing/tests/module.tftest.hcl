# SAMPLE: these addresses are from a public help page, not from the operator of this installation. Do not use this file.
mock_provider "azurerm" {}

run "makes_every_list_and_rule" {
  command = apply
  assert {
    condition     = length(flatten(values(output.network_security_rule_ids))) == 0
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
