mock_provider "aws" {}

variables {
  security_group_ids = {
    "hooks.example.com" = "sg-00000000000000000"
    "mail.example.com"  = "sg-00000000000000001"
  }
}

run "makes_every_list_and_rule" {
  command = apply
  assert {
    condition     = length(flatten(values(output.prefix_list_ids))) == 6
    error_message = "A prefix list is missing."
  }
  assert {
    condition     = length(flatten(values(output.security_group_rule_ids))) == 5
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
