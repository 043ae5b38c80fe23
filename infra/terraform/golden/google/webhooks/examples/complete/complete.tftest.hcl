mock_provider "google" {}

run "the_example_makes_every_firewall_rule" {
  command = apply
  assert {
    condition     = length(flatten(values(output.firewall_ids))) == 5
    error_message = "The example makes another number of firewall rules."
  }
}
