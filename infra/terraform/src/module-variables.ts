import type { RuleSet } from '@postern/firewall/rule-set';
import type { ModuleResources, TerraformModuleOptions } from './module-resources.js';

/**
 * The variables of a module. Written without cdktn: it turns the keys of a default (`mail.example.com`) into snake case
 * (0.24).
 */
export function moduleVariables(hosts: readonly string[], options: TerraformModuleOptions) {
  return {
    create: { type: 'bool', description: 'Whether anything is made.', default: true },
    name_prefix: {
      type: 'string',
      description: 'Starts the name of every prefix list.',
      default: options.namePrefix ?? 'postern',
    },
    tags: { type: 'map(string)', description: 'Tags of every prefix list and rule.', default: {} },
    ...(hosts.length === 0 ? {} : { security_group_ids: securityGroupsVariable(hosts, options) }),
  };
}

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

/** The outputs of a module: what it made, by the list or the rule; empty lists if `create` is false. */
export function moduleOutputs({ revision }: RuleSet, { lists, rules }: ModuleResources) {
  const attribute = (type: string, name: string) => (resources: readonly string[]) => {
    const each = resources.map((resource) => `${type}.${resource}[*].${name}`);
    return each.length === 1 ? `\${${each[0]!}}` : `\${concat(${each.join(', ')})}`;
  };
  const byKey = (names: ReadonlyMap<string, readonly string[]>, type: string, name: string) =>
    Object.fromEntries(
      [...names].filter(([, all]) => all.length > 0).map(([key, all]) => [key, attribute(type, name)(all)]),
    );
  const list = 'aws_ec2_managed_prefix_list';
  return {
    prefix_list_ids: {
      description: 'Ids of the managed prefix lists, by list.',
      value: byKey(lists, list, 'id'),
    },
    prefix_list_arns: {
      description: 'ARNs of the managed prefix lists, by list.',
      value: byKey(lists, list, 'arn'),
    },
    security_group_rule_ids: {
      description: 'Ids of the ingress rules, by port, server and list.',
      value: byKey(rules, 'aws_vpc_security_group_ingress_rule', 'security_group_rule_id'),
    },
    revision: { description: 'Revision of the allowlist.', value: revision },
  };
}
