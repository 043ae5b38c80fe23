import { distinct, type RuleSet } from '@postern/firewall/rule-set';
import { headerLines, type RenderedFile } from '@postern/firewall/target';
import { TerraformStack } from 'cdktn';
import { RootConstruct } from 'constructs';
import { MailAllowlistPrefixLists } from './mail-allowlist-prefix-lists.js';
import { MailAllowlistSecurityGroupRules } from './mail-allowlist-security-group-rules.js';
import { moduleExample, moduleTests } from './module-examples.js';
import { movedResources } from './moved-resources.js';
import type { ModuleResources, TerraformModuleOptions } from './module-resources.js';
import { moduleReadme } from './module-readme.js';
import { moduleOutputs, moduleVariables } from './module-variables.js';

/**
 * Writes a plain Terraform module, so that IT needs neither Node nor this repository: `main.tf.json`,
 * `variables.tf.json`, `outputs.tf.json`, `versions.tf.json`, a README, an example and tests. What cdktn adds to a root
 * module (backend with an absolute path, provider block, exact provider pin) is left out: a module must not bring these.
 * `previous` is the rule set that is applied now: resources whose names change are then moved, not replaced.
 */
export function writeTerraformModule(
  ruleSet: RuleSet,
  options: TerraformModuleOptions = {},
  previous: RuleSet | null = null,
): RenderedFile[] {
  const resources = synthesise(ruleSet, options);
  const groupOf = groupOwners(ruleSet, options);
  const hosts = distinct(ruleSet.rules.map(({ destination }) => groupOf(destination)));
  const moved = previous === null ? [] : movedResources(resources, synthesise(previous, options));
  const counts = {
    lists: [...resources.lists.values()].flat().length,
    rules: [...resources.rules.values()].flat().length,
  };
  return [
    jsonFile('main.tf.json', {
      '//': headerLines(ruleSet),
      ...(resources.resource === undefined ? {} : { resource: resources.resource }),
      ...(moved.length === 0 ? {} : { moved }),
    }),
    jsonFile('variables.tf.json', { variable: moduleVariables(hosts, options) }),
    jsonFile('outputs.tf.json', { output: moduleOutputs(ruleSet, resources) }),
    jsonFile('versions.tf.json', {
      terraform: {
        required_version: '>= 1.5',
        required_providers: { aws: { source: 'hashicorp/aws', version: '>= 5.0' } },
      },
    }),
    { path: 'README.md', mediaType: 'text/markdown', text: moduleReadme(ruleSet, hosts) },
    { path: 'examples/complete/main.tf', mediaType: 'text/plain', text: moduleExample(hosts) },
    { path: 'tests/module.tftest.hcl', mediaType: 'text/plain', text: moduleTests(hosts, counts) },
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

/** The resources as cdktn writes them, without its metadata (construct paths, stack traces), and their names. */
function synthesise(ruleSet: RuleSet, options: TerraformModuleOptions): ModuleResources {
  const groupOf = groupOwners(ruleSet, options);
  const stack = new TerraformStack(new RootConstruct(), 'postern'); // An App would read the environment and make a directory.
  const prefixLists = new MailAllowlistPrefixLists(stack, 'lists', { ruleSet });
  for (const lists of prefixLists.listsBySet.values()) {
    for (const list of lists) list.overrideLogicalId(terraformName(list.node.id)); // Before anything refers to them.
  }
  const { rules } = new MailAllowlistSecurityGroupRules(stack, 'rules', {
    ruleSet,
    prefixLists,
    securityGroupId: (host) => `\${var.security_group_ids["${groupOf(host)}"]}`,
  });
  for (const rule of [...rules.values()].flat()) rule.overrideLogicalId(terraformName(rule.node.id));
  const { resource } = stack.toTerraform() as { resource?: Record<string, Record<string, object>> };
  const names = (resources: readonly { readonly node: { readonly id: string } }[]) =>
    resources.map(({ node }) => terraformName(node.id));
  return {
    ...(resource === undefined ? {} : { resource: withModuleInputs(resource) }),
    lists: new Map([...prefixLists.listsBySet].map(([key, lists]) => [key, names(lists)])),
    rules: new Map([...rules].map(([id, made]) => [id, names(made)])),
  };
}

/**
 * Adds what the module's own variables decide. A resource that is replaced is made before the old one is destroyed, so
 * that no prefix is without a rule in between.
 */
function withModuleInputs(resource: Readonly<Record<string, Record<string, object>>>) {
  const one = (attributes: object) => {
    const { '//': _, name, prefix_list_id: list, ...others } = attributes as Record<string, unknown>;
    return {
      count: '${var.create ? 1 : 0}',
      ...(typeof name === 'string' ? { name: name.replace(/^postern-/, '${var.name_prefix}-') } : {}),
      ...(typeof list === 'string' ? { prefix_list_id: list.replace(/\.id\}$/, '[0].id}') } : {}),
      ...others,
      tags: '${var.tags}',
      lifecycle: { create_before_destroy: true },
    };
  };
  return Object.fromEntries(
    Object.entries(resource).map(([type, all]) => [
      type,
      Object.fromEntries(Object.entries(all).map(([name, attributes]) => [name, one(attributes)])),
    ]),
  );
}

/** A resource name in Terraform: letters, digits, hyphens and underscores, not starting with a digit. */
function terraformName(text: string): string {
  // Underscores are doubled first, so that no two names become one.
  return text.replace(/_/g, '__').replace(/[^A-Za-z0-9_-]/g, '_');
}

function jsonFile(path: string, value: unknown): RenderedFile {
  return { path, mediaType: 'application/json', text: `${JSON.stringify(value, null, 2)}\n` };
}
