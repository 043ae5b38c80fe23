import { distinct, type RuleSet } from '@postern/firewall/rule-set';
import type { CloudModule, ModuleInput } from './cloud-module.js';
import { MailAllowlistNetworkSecurityRules } from './mail-allowlist-network-security-rules.js';
import { createInput, namePrefixInput } from './module-inputs.js';
import { prioritySpan } from './priority-offsets.js';
import { nameInModule, synthesiseResources } from './synthesise-resources.js';

export type AzureModuleOptions = {
  /** Defaults of the variable `network_security_group_ids`, by server name. */
  readonly networkSecurityGroupIds?: Readonly<Record<string, string>>;
  /** Default of the variable `name_prefix`; default `postern`. */
  readonly namePrefix?: string;
  /** Default of the variable `first_priority`; default 1000. */
  readonly firstPriority?: number;
  /** Distances from the first priority by the key of the rule, for two rules that would get the same one. */
  readonly priorityOffsets?: Readonly<Record<string, number>>;
};

/** Inbound rules on the customer's own network security groups. */
export function azureModule(options: AzureModuleOptions = {}): CloudModule {
  return {
    cloud: 'Azure',
    provider: { name: 'azurerm', source: 'hashicorp/azurerm', version: '>= 3.0' },
    providerExample: ['  features {}', '  subscription_id = "00000000-0000-0000-0000-000000000000"'],
    makes: 'inbound rules on network security groups that you name. It adds rules and removes nobody else’s.',
    notes: [
      'A new revision changes the source prefixes of the rules in place: one prefix more changes the rules of one list.',
      `Every rule keeps its priority for ever: \`first_priority\` and a distance of 0 to ${prioritySpan - 1} that is made of its server, port and list. The rules must come before your own rules that deny. To change \`name_prefix\` replaces every rule, and Azure refuses two rules with one priority: change \`first_priority\` in the same step.`,
      'A network security group takes 4,000 source prefixes for all its rules together. Rules have no tags in Azure. An IP group would hold the prefixes once, but only Azure Firewall takes one.',
    ],
    outputs: [
      {
        name: 'network_security_rule_ids',
        description: 'Ids of the network security rules, by port, server and list.',
        type: 'azurerm_network_security_rule',
        attribute: 'id',
        noun: 'network security rule',
      },
    ],
    synthesise: (ruleSet) =>
      synthesiseResources(
        (stack) =>
          new MailAllowlistNetworkSecurityRules(stack, 'rules', {
            ruleSet,
            networkSecurityGroup: (host) => ({
              resourceGroupName: `\${split("/", ${groupId(host)})[4]}`,
              name: `\${split("/", ${groupId(host)})[8]}`,
            }),
            serverAddresses: (host, family) => [unknownAddresses(host, family)],
            ...(options.priorityOffsets === undefined ? {} : { offsets: options.priorityOffsets }),
            priority: (offset) => offset,
          }).made.map(({ rule: { resolved, part, place }, construct }) => {
            nameInModule(construct);
            return { construct, set: resolved.source, part, place, key: resolved.rule.id };
          }),
        adapt,
      ),
    inputs: (ruleSet) => inputs(ruleSet, options),
  };
}

function groupId(host: string): string {
  return `var.network_security_group_ids["${host}"]`;
}

/** An expression for a list, written where a list with one text stands. */
function unknownAddresses(host: string, family: 4 | 6): string {
  const test = family === 6 ? 'strcontains' : '!strcontains';
  return `\${[for address in var.server_addresses["${host}"] : address if ${test}(address, ":")]}`;
}

/** Puts in the name prefix and the first priority, and leaves out the rule of a family in which the server has no address. */
function adapt({
  name,
  priority,
  destination_address_prefixes: given,
  ...others
}: Readonly<Record<string, unknown>>) {
  const addresses = given as readonly string[];
  const isUnknown = addresses[0]?.startsWith('${') ?? false;
  return {
    ...(isUnknown ? { count: `\${var.create && length(${addresses[0]!.slice(2, -1)}) > 0 ? 1 : 0}` } : {}),
    name: String(name).replace(/^postern-/, '${var.name_prefix}-'),
    priority: `\${var.first_priority + ${String(priority)}}`,
    ...others,
    destination_address_prefixes: isUnknown ? addresses[0] : addresses,
  };
}

function inputs(ruleSet: RuleSet, options: AzureModuleOptions): ModuleInput[] {
  const hosts = distinct(ruleSet.rules.map(({ destination }) => destination));
  const unknown = hosts.filter((host) =>
    ruleSet.destinations.some((destination) => destination.host === host && !destination.isKnown),
  );
  const first = options.firstPriority ?? 1000;
  return [
    createInput,
    {
      ...namePrefixInput('Starts the name of every rule.', options.namePrefix),
      validation: [
        {
          condition: '${can(regex("^[A-Za-z][A-Za-z0-9-]{0,30}$", var.name_prefix))}',
          error_message: 'The name prefix has at most 31 letters, digits and hyphens.',
        },
      ],
    },
    {
      name: 'first_priority',
      type: 'number',
      description: `The rules have this priority or one of the ${prioritySpan - 1} after it.`,
      default: first,
      validation: [
        {
          condition: `\${var.first_priority >= 100 && var.first_priority <= ${4097 - prioritySpan}}`,
          error_message: `The first priority is 100 to ${4097 - prioritySpan}.`,
        },
      ],
    },
    ...(hosts.length === 0 ? [] : [groups(hosts, options)]),
    ...(unknown.length === 0 ? [] : [addressesInput(unknown)]),
  ];
}

function groups(
  hosts: readonly string[],
  { networkSecurityGroupIds: given = {} }: AzureModuleOptions,
): ModuleInput {
  const isGiven = hosts.every((host) => Object.hasOwn(given, host));
  return {
    name: 'network_security_group_ids',
    type: 'map(string)',
    description: `The id of the network security group that guards each mail server: ${hosts.join(', ')}`,
    ...(isGiven ? { default: Object.fromEntries(hosts.map((host) => [host, given[host]])) } : {}),
    validation: [
      ...(isGiven
        ? []
        : [
            {
              // Their rules could have the same priority; Azure would refuse the second one half-way through the apply.
              condition:
                '${length(distinct(values(var.network_security_group_ids))) == length(var.network_security_group_ids)}',
              error_message:
                'Two servers share a network security group: write the module again with the parameter networkSecurityGroupIds, so that their priorities differ.',
            },
          ]),
      {
        condition: `\${alltrue([for host in ${JSON.stringify(hosts)} : can(regex("(?i)^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/Microsoft.Network/networkSecurityGroups/[^/]+$", var.network_security_group_ids[host]))])}`,
        error_message:
          'Every mail server needs the id of its network security group, as azurerm_network_security_group has it.',
      },
    ],
    example: Object.fromEntries(
      hosts.map((host, index) => [
        host,
        `"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/mail/providers/Microsoft.Network/networkSecurityGroups/mail-${index}"`,
      ]),
    ),
  };
}

function addressesInput(hosts: readonly string[]): ModuleInput {
  return {
    name: 'server_addresses',
    type: 'map(list(string))',
    description: `The private addresses of each mail server, known when planning: ${hosts.join(', ')}`,
    validation: [
      {
        condition: `\${alltrue([for host in ${JSON.stringify(hosts)} : length(var.server_addresses[host]) > 0 && alltrue([for address in var.server_addresses[host] : can(cidrhost(strcontains(address, "/") ? address : "\${address}/\${strcontains(address, ":") ? 128 : 32}", 0))])])}`,
        error_message: 'Every mail server needs at least one address; nothing else stands for it.',
      },
    ],
    example: Object.fromEntries(
      hosts.map((host, index) => [host, `["10.0.0.${index + 10}", "fd00::${index + 10}"]`]),
    ),
  };
}
