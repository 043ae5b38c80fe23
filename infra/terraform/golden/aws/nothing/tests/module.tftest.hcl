# SAMPLE: these addresses are from a public help page, not from the operator of this installation. Do not use this file.
mock_provider "aws" {}

run "makes_every_list_and_rule" {
  command = apply
  assert {
    condition     = length(flatten(values(output.prefix_list_ids))) == 2
    error_message = "A prefix list is missing."
  }
  assert {
    condition     = length(flatten(values(output.security_group_rule_ids))) == 0
    error_message = "An ingress rule is missing."
  }
}

run "makes_nothing_if_create_is_false" {
  command = apply
  variables {
    create = false
  }
  assert {
    condition     = length(flatten(values(output.prefix_list_ids))) == 0
    error_message = "A prefix list is left."
  }
  assert {
    condition     = length(flatten(values(output.security_group_rule_ids))) == 0
    error_message = "An ingress rule is left."
  }
}
