import { distinct, type RuleSet } from '@postern/firewall/rule-set';
import { headerLines, type RenderedFile } from '@postern/firewall/target';
import { TerraformStack } from 'cdktn';
import { RootConstruct } from 'constructs';
import { MailAllowlistPrefixLists } from './mail-allowlist-prefix-lists.js';
import { MailAllowlistSecurityGroupRules } from './mail-allowlist-security-group-rules.js';
import { moduleReadme } from './module-readme.js';

export type TerraformModuleOptions = {
  /** Defaults of the variable `security_group_ids`, by server name. */
  readonly securityGroupIds?: Readonly<Record<string, string>>;
  readonly namePrefix?: string;
};

/**
 * Writes a plain Terraform module, so that IT needs neither Node nor this repository: `main.tf.json`,
 * `variables.tf.json`, `outputs.tf.json`, `versions.tf.json` and a README. What cdktn adds to a root module (backend
 * with an absolute path, provider block, exact provider pin) is left out: a module must not bring these.
 */
export function writeTerraformModule(ruleSet: RuleSet, options: TerraformModuleOptions = {}): RenderedFile[] {
  const { resource, prefixListIds } = synthesise(ruleSet, options);
  const groupOf = groupOwners(ruleSet, options);
  const hosts = distinct(ruleSet.rules.map(({ destination }) => groupOf(destination)));
  return [
    jsonFile('main.tf.json', { '//': headerLines(ruleSet), ...(resource === undefined ? {} : { resource }) }),
    // Terraform refuses an empty "variable" (1.11): "Missing block label".
    jsonFile(
      'variables.tf.json',
      hosts.length === 0 ? {} : { variable: { security_group_ids: securityGroupsVariable(hosts, options) } },
    ),
    jsonFile('outputs.tf.json', {
      output: {
        prefix_list_ids: { description: 'Ids of the managed prefix lists, by list.', value: prefixListIds },
        revision: { description: 'Revision of the allowlist.', value: ruleSet.revision },
      },
    }),
    jsonFile('versions.tf.json', {
      terraform: {
        required_version: '>= 1.5',
        required_providers: { aws: { source: 'hashicorp/aws', version: '>= 5.0' } },
      },
    }),
    { path: 'README.md', mediaType: 'text/markdown', text: moduleReadme(ruleSet) },
  ];
}

/**
 * Servers that are given the same security group share the rules of the first of them, under whose name the module
 * asks for the group.
 */
function groupOwners(
  ruleSet: RuleSet,
  { securityGroupIds: given = {} }: TerraformModuleOptions,
): (host: string) => string {
  const owners = new Map<string, string>();
  const hosts = distinct(ruleSet.rules.map(({ destination }) => destination));
  for (const host of hosts.toSorted()) {
    const id = Object.hasOwn(given, host) ? given[host]! : `of ${host}`;
    if (!owners.has(id)) owners.set(id, host);
  }
  return (host) => owners.get(Object.hasOwn(given, host) ? given[host]! : `of ${host}`) ?? host;
}

/** The resources as cdktn writes them, without its metadata (construct paths, stack traces). */
function synthesise(ruleSet: RuleSet, options: TerraformModuleOptions) {
  const { namePrefix } = options;
  const groupOf = groupOwners(ruleSet, options);
  const stack = new TerraformStack(new RootConstruct(), 'postern'); // An App would read the environment and make a directory.
  const prefixLists = new MailAllowlistPrefixLists(stack, 'lists', { ruleSet, namePrefix });
  for (const lists of prefixLists.listsBySet.values()) {
    for (const list of lists) list.overrideLogicalId(terraformName(list.node.id)); // Before anything refers to them.
  }
  const { rules } = new MailAllowlistSecurityGroupRules(stack, 'rules', {
    ruleSet,
    prefixLists,
    securityGroupId: (host) => `\${var.security_group_ids["${groupOf(host)}"]}`,
  });
  for (const rule of [...rules.values()].flat()) rule.overrideLogicalId(terraformName(rule.node.id));
  const written = JSON.stringify(stack.toTerraform(), (key, value: unknown) =>
    key === '//' ? undefined : value,
  );
  const { resource } = JSON.parse(written) as { resource?: Record<string, unknown> };
  const prefixListIds = Object.fromEntries(
    [...prefixLists.listsBySet].map(([key, lists]) => [
      key,
      lists.map(({ node }) => `\${aws_ec2_managed_prefix_list.${terraformName(node.id)}.id}`),
    ]),
  );
  return { resource, prefixListIds };
}

/** Written without cdktn: it turns the keys of a default (`mail.example.com`) into snake case (0.24). */
function securityGroupsVariable(
  hosts: readonly string[],
  { securityGroupIds: given = {} }: TerraformModuleOptions,
) {
  const defaults = hosts.filter((host) => Object.hasOwn(given, host)).map((host) => [host, given[host]]);
  return {
    type: 'map(string)',
    description: `The security group that guards each mail server: ${hosts.join(', ')}`,
    ...(defaults.length === hosts.length
      ? { default: Object.fromEntries(defaults) as Record<string, string> }
      : {}),
    validation: [
      {
        // Equal ids that are known at plan time; AWS would refuse the second rule half-way through the apply.
        condition: '${length(distinct(values(var.security_group_ids))) == length(var.security_group_ids)}',
        error_message:
          'Two servers share a security group: write the module again with the parameter securityGroupIds, so that they share the rules.',
      },
      {
        condition: `\${alltrue([for host in ${JSON.stringify(hosts)} : can(regex("^sg-[0-9a-f]+$", var.security_group_ids[host]))])}`,
        error_message: 'Every mail server needs the id of its security group, like sg-0123456789abcdef0.',
      },
    ],
  };
}

/** A resource name in Terraform: letters, digits, hyphens and underscores, not starting with a digit. */
function terraformName(text: string): string {
  // Underscores are doubled first, so that no two names become one.
  return text.replace(/_/g, '__').replace(/[^A-Za-z0-9_-]/g, '_');
}

function jsonFile(path: string, value: unknown): RenderedFile {
  return { path, mediaType: 'application/json', text: `${JSON.stringify(value, null, 2)}\n` };
}
