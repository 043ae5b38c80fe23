# SAMPLE: these addresses are from a public help page, not from the operator of this installation. Do not use this file.
mock_provider "google" {}

run "the_example_makes_every_firewall_rule" {
  command = apply
  assert {
    condition     = length(flatten(values(output.firewall_ids))) == 0
    error_message = "The example makes another number of firewall rules."
  }
}
