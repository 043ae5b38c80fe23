import { distinct, type RuleSet } from '@postern/firewall/rule-set';
import type { CloudModule, ModuleInput } from './cloud-module.js';
import { MailAllowlistComputeFirewalls } from './mail-allowlist-compute-firewalls.js';
import { createInput, namePrefixInput } from './module-inputs.js';
import { nameInModule, synthesiseResources } from './synthesise-resources.js';

export type GoogleModuleOptions = {
  /** Defaults of the variable `target_tags`, by server name. */
  readonly targetTags?: Readonly<Record<string, string>>;
  /** Default of the variable `network`; without it the module asks. */
  readonly network?: string;
  /** Default of the variable `name_prefix`; default `postern`. */
  readonly namePrefix?: string;
};

/** Ingress rules of a VPC network in Google Cloud. */
export function googleModule(options: GoogleModuleOptions = {}): CloudModule {
  return {
    cloud: 'Google Cloud',
    provider: { name: 'google', source: 'hashicorp/google', version: '>= 4.0' },
    providerExample: ['  project = "my-project"'],
    makes:
      'ingress rules of a VPC network, for instances with network tags that you name. It adds rules and removes nobody else’s.',
    notes: [
      'A new revision changes the source ranges of the rules in place: one prefix more changes the rules of one list.',
      'A rule takes 5,000 source ranges of one family. The rules have the priority 1000, as the rules that you make without one: give your own rules that deny a larger number. Rules have no labels in Google Cloud.',
    ],
    outputs: [
      {
        name: 'firewall_ids',
        description: 'Ids of the firewall rules, by port, server and list.',
        type: 'google_compute_firewall',
        attribute: 'id',
        noun: 'firewall rule',
      },
    ],
    synthesise: (ruleSet) =>
      synthesiseResources(
        (stack) =>
          new MailAllowlistComputeFirewalls(stack, 'rules', {
            ruleSet,
            network: '${var.network}',
            project: '${var.project}',
            targetTag: (host) => `\${var.target_tags["${host}"]}`,
          }).made.map(({ rule: { resolved, part, place }, construct }) => {
            nameInModule(construct);
            return { construct, set: resolved.source, part, place, key: resolved.rule.id };
          }),
        ({ name, priority: _, ...others }) => ({
          name: String(name).replace(/^postern-/, '${var.name_prefix}-'),
          priority: '${var.priority}',
          ...others,
        }),
      ),
    inputs: (ruleSet) => inputs(ruleSet, options),
  };
}

function inputs(ruleSet: RuleSet, { network, namePrefix, targetTags }: GoogleModuleOptions): ModuleInput[] {
  const hosts = distinct(ruleSet.rules.map(({ destination }) => destination));
  return [
    createInput,
    {
      ...namePrefixInput('Starts the name of every rule.', namePrefix),
      validation: [
        {
          condition: '${can(regex("^[a-z][a-z0-9-]{0,19}$", var.name_prefix))}',
          error_message: 'The name prefix has at most 20 lower-case letters, digits and hyphens.',
        },
      ],
    },
    {
      name: 'network',
      type: 'string',
      description: 'The name or the link of the VPC network of the mail servers.',
      ...(network === undefined ? {} : { default: network }),
      example: '"mail"',
    },
    {
      name: 'project',
      type: 'string',
      description: 'The project; null for that of the provider.',
      default: null,
    },
    {
      name: 'priority',
      type: 'number',
      description: 'The priority of every rule; a smaller number comes first.',
      default: 1000,
      validation: [
        {
          condition: '${var.priority >= 0 && var.priority <= 65535}',
          error_message: 'The priority is 0 to 65535.',
        },
      ],
    },
    ...(hosts.length === 0 ? [] : [tags(hosts, targetTags)]),
  ];
}

function tags(hosts: readonly string[], given: Readonly<Record<string, string>> = {}): ModuleInput {
  return {
    name: 'target_tags',
    type: 'map(string)',
    description: `The network tag of the instances of each mail server: ${hosts.join(', ')}`,
    ...(hosts.every((host) => Object.hasOwn(given, host))
      ? { default: Object.fromEntries(hosts.map((host) => [host, given[host]])) }
      : {}),
    validation: [
      {
        // Without a tag, a rule would open every instance of the network.
        condition: `\${alltrue([for host in ${JSON.stringify(hosts)} : can(regex("^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$", var.target_tags[host]))])}`,
        error_message: 'Every mail server needs the network tag of its instances.',
      },
    ],
    example: Object.fromEntries(hosts.map((host, index) => [host, `"mail-${index}"`])),
  };
}
