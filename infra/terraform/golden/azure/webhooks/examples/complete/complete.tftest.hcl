mock_provider "azurerm" {}

run "the_example_makes_every_network_security_rule" {
  command = apply
  assert {
    condition     = length(flatten(values(output.network_security_rule_ids))) == 5
    error_message = "The example makes another number of network security rules."
  }
}
