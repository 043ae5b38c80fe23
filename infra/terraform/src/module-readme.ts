import { distinct, resolveRules, type RuleSet } from '@postern/firewall/rule-set';
import { headerLines } from '@postern/firewall/target';

/** The README of a written Terraform module, for people who have only the module. */
export function moduleReadme(ruleSet: RuleSet): string {
  const hosts = distinct(ruleSet.rules.map(({ destination }) => destination));
  const rows = resolveRules(ruleSet).map(
    ({ source, destination, service }) => `| ${source?.key} | ${destination.host} | ${service.port} |`,
  );
  const groups = hosts.map((host) => `    "${host}" = aws_security_group.REPLACE.id`);
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
    ...(rows.length === 0 ? [] : ['| list | server | port |', '| --- | --- | --- |', ...distinct(rows), '']),
    'A new revision changes the entries of the lists in place: one prefix more changes one list. To take everything back,',
    'remove the module.',
    'Each reference to a prefix list counts with its `max_entries` against the quota of rules of a security group (60).',
    '',
  ].join('\n');
}
