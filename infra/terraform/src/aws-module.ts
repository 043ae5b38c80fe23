import { distinct, type RuleSet } from '@postern/firewall/rule-set';
import type { CloudModule, ModuleInput, ModuleResources } from './cloud-module.js';
import { MailAllowlistPrefixLists } from './mail-allowlist-prefix-lists.js';
import { MailAllowlistSecurityGroupRules } from './mail-allowlist-security-group-rules.js';
import { createInput, namePrefixInput } from './module-inputs.js';
import { nameInModule, synthesiseResources } from './synthesise-resources.js';

export type AwsModuleOptions = {
  /** Defaults of the variable `security_group_ids`, by server name. */
  readonly securityGroupIds?: Readonly<Record<string, string>>;
  /** Default of the variable `name_prefix`; default `postern`. */
  readonly namePrefix?: string;
};

/** Managed prefix lists, and ingress rules on the customer's own security groups. */
export function awsModule(options: AwsModuleOptions = {}): CloudModule {
  return {
    cloud: 'AWS',
    provider: { name: 'aws', source: 'hashicorp/aws', version: '>= 5.0' },
    providerExample: ['  region = "eu-central-1"'],
    makes:
      'managed prefix lists with its addresses, and ingress rules on security groups that you name. It adds rules and removes nobody else’s.',
    notes: [
      'A new revision changes the entries of the lists in place: one prefix more changes one list. Each entry has a description, so that a plan shows the entries that change and no others.',
      'Each reference to a prefix list counts with its `max_entries` against the quota of rules of a security group (60). `max_entries` grows in steps of 10. A list that outgrows 100 entries keeps half of them, after a new list with its rules holds the others.',
    ],
    outputs: [
      {
        name: 'prefix_list_ids',
        description: 'Ids of the managed prefix lists, by list.',
        type: 'aws_ec2_managed_prefix_list',
        attribute: 'id',
        noun: 'prefix list',
      },
      {
        name: 'prefix_list_arns',
        description: 'ARNs of the managed prefix lists, by list.',
        type: 'aws_ec2_managed_prefix_list',
        attribute: 'arn',
        noun: 'prefix list',
      },
      {
        name: 'security_group_rule_ids',
        description: 'Ids of the ingress rules, by port, server and list.',
        type: 'aws_vpc_security_group_ingress_rule',
        attribute: 'security_group_rule_id',
        noun: 'ingress rule',
      },
    ],
    synthesise: (ruleSet) => synthesise(ruleSet, options),
    inputs: (ruleSet) => inputs(ruleSet, options),
  };
}

function synthesise(ruleSet: RuleSet, options: AwsModuleOptions): ModuleResources {
  const groupOf = groupOwners(ruleSet, options);
  return synthesiseResources(
    (stack) => {
      const prefixLists = new MailAllowlistPrefixLists(stack, 'lists', { ruleSet });
      const lists = ruleSet.sets.flatMap((set) =>
        prefixLists.partLists.get(set.key)!.map(({ part, list }) => {
          nameInModule(list);
          return { construct: list, set, part, place: '', key: set.key };
        }),
      );
      const { made } = new MailAllowlistSecurityGroupRules(stack, 'rules', {
        ruleSet,
        prefixLists,
        securityGroupId: (host) => `\${var.security_group_ids["${groupOf(host)}"]}`,
      });
      const rules = made.map(({ ingress, resolved: { rule, source, service }, part }) => {
        nameInModule(ingress);
        const place = `${service.key} ${rule.destination}`;
        return { construct: ingress, set: source, part, place, key: rule.id };
      });
      return [...lists, ...rules];
    },
    ({ name, prefix_list_id: list, ...others }) => ({
      ...(typeof name === 'string' ? { name: name.replace(/^postern-/, '${var.name_prefix}-') } : {}),
      ...(typeof list === 'string' ? { prefix_list_id: list.replace(/\.id\}$/, '[0].id}') } : {}),
      ...others,
      tags: '${var.tags}',
    }),
  );
}

function inputs(ruleSet: RuleSet, options: AwsModuleOptions): ModuleInput[] {
  const groupOf = groupOwners(ruleSet, options);
  const hosts = distinct(ruleSet.rules.map(({ destination }) => groupOf(destination)));
  return [
    createInput,
    namePrefixInput('Starts the name of every prefix list.', options.namePrefix),
    {
      name: 'tags',
      type: 'map(string)',
      description: 'Tags of every prefix list and rule.',
      default: {},
      example: '{ Team = "network" }',
    },
    ...(hosts.length === 0 ? [] : [securityGroups(hosts, options)]),
  ];
}

function securityGroups(
  hosts: readonly string[],
  { securityGroupIds: given = {} }: AwsModuleOptions,
): ModuleInput {
  const defaults = hosts.filter((host) => Object.hasOwn(given, host)).map((host) => [host, given[host]]);
  return {
    name: 'security_group_ids',
    type: 'map(string)',
    description: `The id of the security group that guards each mail server: ${hosts.join(', ')}`,
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
    // Ids that no account has: an example and a test with a mocked provider must not touch a real group.
    example: Object.fromEntries(
      hosts.map((host, index) => [host, `"sg-${index.toString(16).padStart(17, '0')}"`]),
    ),
  };
}

/**
 * Servers that are given the same security group share the rules of the first of them, under whose name the module
 * asks for the group.
 */
function groupOwners(
  ruleSet: RuleSet,
  { securityGroupIds: given = {} }: AwsModuleOptions,
): (host: string) => string {
  const owners = new Map<string, string>();
  const hosts = distinct(ruleSet.rules.map(({ destination }) => destination));
  for (const host of hosts.toSorted()) {
    const id = Object.hasOwn(given, host) ? given[host]! : `of ${host}`;
    if (!owners.has(id)) owners.set(id, host);
  }
  return (host) => owners.get(Object.hasOwn(given, host) ? given[host]! : `of ${host}`) ?? host;
}
