mock_provider "aws" {}

run "the_example_makes_every_prefix_list" {
  command = apply
  assert {
    condition     = length(flatten(values(output.prefix_list_ids))) == 6
    error_message = "The example makes another number of prefix lists."
  }
}
