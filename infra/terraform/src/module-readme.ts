import { distinct, resolveRules, type RuleSet } from '@postern/firewall/rule-set';
import { headerLines } from '@postern/firewall/target';
import { alignedEntries } from './module-examples.js';

/** The README of a written Terraform module, for people who have only the module. `hosts` have a group each. */
export function moduleReadme(ruleSet: RuleSet, hosts: readonly string[]): string {
  const rows = resolveRules(ruleSet).map(
    ({ source, destination, service }) => `| ${source?.key} | ${destination.host} | ${service.port} |`,
  );
  const groups = alignedEntries(
    hosts,
    hosts.map(() => 'aws_security_group.REPLACE.id'),
  ).map((line) => `    ${line}`);
  return [
    '# Mail allowlist for AWS',
    '',
    ...headerLines(ruleSet).map((line) => `${line}  `),
    '',
    `Lets ${ruleSet.vendor} reach your mail servers: managed prefix lists with its addresses, and ingress rules on security`,
    'groups that you name. It adds rules and removes nobody else’s. Provider and backend are those of your root module.',
    '',
    '```hcl',
    'module "mail_allowlist" {',
    '  source = "./postern"',
    ...(hosts.length === 0 ? [] : ['  security_group_ids = {', ...groups, '  }']),
    '}',
    '```',
    '',
    'A complete root module is in `examples/complete`. `terraform init && terraform test` tries the module with a mocked',
    'provider.',
    '',
    ...(rows.length === 0 ? [] : ['| list | server | port |', '| --- | --- | --- |', ...distinct(rows), '']),
    ...inputs(hosts),
    ...outputs,
    '## Revisions',
    '',
    'A new revision changes the entries of the lists in place: one prefix more changes one list. Each entry has a',
    'description, so that a plan shows the entries that change and no others. A resource that is replaced is made before the',
    'old one is destroyed.',
    'Each reference to a prefix list counts with its `max_entries` against the quota of rules of a security group (60).',
    '`max_entries` grows in steps of 10.',
    '',
    'To take everything back, set `create = false` and apply, then remove the module.',
    '',
  ].join('\n');
}

function inputs(hosts: readonly string[]): string[] {
  return [
    '## Inputs',
    '',
    '| name | description | type | default |',
    '| --- | --- | --- | --- |',
    '| `create` | Whether anything is made. | `bool` | `true` |',
    '| `name_prefix` | Starts the name of every prefix list. | `string` | `"postern"`, unless the module was written with another |',
    '| `tags` | Tags of every prefix list and rule. | `map(string)` | `{}` |',
    ...(hosts.length === 0
      ? []
      : [
          '| `security_group_ids` | The security group that guards each mail server, by its name. | `map(string)` | required, unless the module was written with the ids |',
        ]),
    '',
  ];
}

const outputs = [
  '## Outputs',
  '',
  '| name | description |',
  '| --- | --- |',
  '| `prefix_list_ids` | Ids of the managed prefix lists, by list. |',
  '| `prefix_list_arns` | ARNs of the managed prefix lists, by list. |',
  '| `security_group_rule_ids` | Ids of the ingress rules, by port, server and list. |',
  '| `revision` | Revision of the allowlist. |',
  '',
];
