/** The entries of a map by server, with the equals signs below each other, as `terraform fmt` wants it. */
export function alignedEntries(hosts: readonly string[], values: readonly string[]): string[] {
  const width = Math.max(...hosts.map((host) => host.length)) + 2;
  return hosts.map((host, index) => `${`"${host}"`.padEnd(width)} = ${values[index]!}`);
}

/** Ids that no account has: an example and a test with a mocked provider must not touch a real group. */
function exampleGroups(hosts: readonly string[], indent: string): string[] {
  if (hosts.length === 0) return [];
  const ids = hosts.map((_, index) => `"sg-${index.toString(16).padStart(17, '0')}"`);
  const lines = alignedEntries(hosts, ids).map((line) => `${indent}  ${line}`);
  return [`${indent}security_group_ids = {`, ...lines, `${indent}}`];
}

/** A root module that uses the written one; its provider and its security groups are the reader's to fill in. */
export function moduleExample(hosts: readonly string[]): string {
  return [
    'provider "aws" {',
    '  region = "eu-central-1"',
    '}',
    '',
    'module "mail_allowlist" {',
    '  source = "../.."',
    '',
    '  name_prefix = "mail-vendor"',
    '  tags        = { Team = "network" }',
    ...(hosts.length === 0 ? [] : ['', '  # The groups that guard your mail servers.']),
    ...exampleGroups(hosts, '  '),
    '}',
    '',
    'output "prefix_list_ids" {',
    '  value = module.mail_allowlist.prefix_list_ids',
    '}',
    '',
  ].join('\n');
}

/** Tests for `terraform test` (1.7 or later) with a mocked provider: no account is needed. */
export function moduleTests(
  hosts: readonly string[],
  { lists, rules }: { readonly lists: number; readonly rules: number },
): string {
  const assertion = (condition: string, message: string) => [
    '  assert {',
    `    condition     = ${condition}`,
    `    error_message = "${message}"`,
    '  }',
  ];
  const count = (output: string) => `length(flatten(values(output.${output})))`;
  return [
    'mock_provider "aws" {}',
    '',
    ...(hosts.length === 0 ? [] : ['variables {', ...exampleGroups(hosts, '  '), '}', '']),
    'run "makes_every_list_and_rule" {',
    '  command = apply',
    ...assertion(`${count('prefix_list_ids')} == ${lists}`, 'A prefix list is missing.'),
    ...assertion(`${count('security_group_rule_ids')} == ${rules}`, 'An ingress rule is missing.'),
    '}',
    '',
    'run "makes_nothing_if_create_is_false" {',
    '  command = apply',
    '  variables {',
    '    create = false',
    '  }',
    ...assertion(`${count('prefix_list_ids')} == 0`, 'A prefix list is left.'),
    ...assertion(`${count('security_group_rule_ids')} == 0`, 'An ingress rule is left.'),
    '}',
    '',
  ].join('\n');
}
