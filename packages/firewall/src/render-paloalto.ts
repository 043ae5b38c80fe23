import { formatIpAddress } from '@postern/core/ip-address';
import { formatPrefix, type Prefix } from '@postern/core/prefix';
import { z } from 'zod';
import { capabilities } from './capability.js';
import {
  addressSide,
  deviceName,
  feedFinding,
  feedListUrl,
  feedUrl,
  placeholder,
  placeholderFindings,
  staleRulesFinding,
} from './placeholder.js';
import {
  addressesOf,
  distinct,
  resolveRules,
  type AddressSet,
  type ResolvedRule,
  type RuleSet,
} from './rule-set.js';
import { objectName, safeText } from './safe-text.js';
import { defineTarget, headerLines } from './target.js';

const parameters = z.strictObject({
  fromZone: deviceName.default(placeholder('OUTSIDE-ZONE')),
  toZone: deviceName
    .default(placeholder('SERVER-ZONE'))
    .meta({ description: 'The zone after NAT, where the server really is.' }),
  before: deviceName
    .optional()
    .meta({ description: 'The rule above which ours are moved; else they stay last.' }),
  feedUrl: feedUrl.optional(),
});
type Parameters = z.output<typeof parameters>;

/** PAN-OS set commands for configuration mode: addresses, groups, services, rules and their place. */
export const paloaltoTarget = defineTarget({
  id: 'paloalto',
  capability: capabilities.paloalto,
  label: 'Palo Alto Networks PAN-OS',
  kind: 'appliance',
  proof: 'stored example output, read back by a separate parser',
  parameters,
  render(ruleSet, given) {
    const text = [
      ...(given.feedUrl === undefined ? addressObjects(ruleSet) : externalLists(ruleSet, given.feedUrl)),
      ...services(ruleSet),
      ...resolveRules(ruleSet).flatMap((resolved) => rule(resolved, given)),
      '',
    ].join('\n');
    const findings = [
      ...ruleSet.findings,
      staleRulesFinding,
      addressSide('public', 'PAN-OS rules name the address before NAT and the zone after it'),
      {
        level: 'info' as const,
        code: 'candidate',
        text: `Paste in configuration mode, then commit; "delete" of what is not there yet may complain. ${headerLines(ruleSet)[0]}`,
      },
      ...(given.before === undefined
        ? [
            {
              level: 'warning' as const,
              code: 'order',
              text: 'The rules stand last, perhaps below a deny: give the parameter before',
            },
          ]
        : []),
      ...(given.feedUrl === undefined ? [] : [feedFinding]),
      ...placeholderFindings([text]),
    ];
    return { files: [{ path: 'postern.panos.txt', mediaType: 'text/plain', text }], findings };
  },
});

function addressObjects({ sets }: RuleSet): string[] {
  const prefixes = new Map(
    sets.flatMap((set) => set.prefixes.map((prefix) => [formatPrefix(prefix), prefix] as const)),
  );
  return [
    ...[...prefixes].map(([text, prefix]) => `set address ${prefixName(prefix)} ip-netmask ${text}`),
    ...sets.flatMap(groups),
  ];
}

/** `set` only adds members, so a group is emptied first; both happen in one commit. */
function groups(set: AddressSet): string[] {
  const limit = capabilities.paloalto.entriesPerSet;
  const members = set.prefixes.map(prefixName);
  const group = (name: string, list: readonly string[]) => [
    `delete address-group ${name} static`,
    `set address-group ${name} static [ ${list.join(' ')} ]`,
  ];
  if (members.length <= limit) return group(groupName(set.key), members);
  const parts = Array.from({ length: Math.ceil(members.length / limit) }, (_, index) => ({
    name: groupName(`${set.key}-${index + 1}`),
    members: members.slice(index * limit, (index + 1) * limit),
  }));
  return [
    ...parts.flatMap((part) => group(part.name, part.members)),
    ...group(
      groupName(set.key),
      parts.map(({ name }) => name),
    ),
  ];
}

function externalLists({ sets }: RuleSet, base: string): string[] {
  return sets.map(
    (set) =>
      `set external-list ${groupName(set.key)} type ip url "${feedListUrl(base, set)}" recurring hourly`,
  );
}

function services({ services: all }: RuleSet): string[] {
  const ports = distinct(all.map(({ port }) => port)).sort((a, b) => a - b);
  return ports.map((port) => `set service postern-tcp-${port} protocol tcp port ${port}`);
}

function rule(resolved: ResolvedRule, { fromZone, toZone, before }: Parameters): string[] {
  const {
    rule: { id, comment, family },
    source,
    destination,
    service,
  } = resolved;
  const name = objectName(`postern-${id}`, capabilities.paloalto);
  const to = destination.isKnown
    ? addressesOf(destination, 'public', family)
    : [placeholder(`ADDRESS-OF-${destination.host}`)];
  if (to.length === 0) return [];
  const at = `set rulebase security rules ${name}`;
  return [
    `delete rulebase security rules ${name}`,
    `${at} from ${fromZone} to ${toZone} source [ ${groupName(source!.key)} ] destination [ ${to.join(' ')} ]`,
    `${at} application any service postern-tcp-${service.port} action allow description "${safeText(comment, 255)}"`,
    ...(before === undefined ? [] : [`move rulebase security rules ${name} before ${before}`]),
  ];
}

function prefixName(prefix: Prefix): string {
  return objectName(`postern-${formatIpAddress(prefix)}_${prefix.length}`, capabilities.paloalto);
}

function groupName(key: string): string {
  return objectName(`postern-${key}`, capabilities.paloalto);
}
