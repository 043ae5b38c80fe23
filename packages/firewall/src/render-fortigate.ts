import { formatIpAddress } from '@postern/core/ip-address';
import { addressBits, formatPrefix, type Prefix } from '@postern/core/prefix';
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
  sourceInterface: deviceName.default(placeholder('WAN-INTERFACE')),
  destinationInterface: deviceName.default(placeholder('SERVER-INTERFACE')),
  firstPolicyId: z
    .int()
    .min(1)
    .max(4_000_000)
    .default(9300)
    .meta({ description: 'Policies get ids from here on, the same ones each time.' }),
  before: z
    .int()
    .min(1)
    .max(4_294_967_294)
    .optional()
    .meta({ description: 'The policy above which ours are moved; else they stay last.' }),
  virtualIps: z
    .record(z.string(), deviceName)
    .default({})
    .meta({ description: 'Your IPv4 VIP object by server name, where the server is behind NAT.' }),
  feedUrl: feedUrl.optional(),
});
type Parameters = z.output<typeof parameters>;

/** FortiOS CLI: addresses, groups per family, services, policies by given ids and their place. */
export const fortigateTarget = defineTarget({
  id: 'fortigate',
  capability: capabilities.fortigate,
  label: 'Fortinet FortiGate',
  kind: 'appliance',
  proof: 'stored example output, read back by a separate parser',
  parameters,
  render(ruleSet, given) {
    const text = [
      ...headerLines(ruleSet).map((line) => `# ${line}`),
      ...(given.feedUrl === undefined ? addressObjects(ruleSet) : externalResources(ruleSet, given.feedUrl)),
      ...serverObjects(ruleSet, given),
      ...services(ruleSet),
      ...policies(ruleSet, given),
      '',
    ].join('\n');
    const findings = [
      ...ruleSet.findings,
      staleRulesFinding,
      addressSide(
        'private',
        'with a NAT the policy must name your VIP object instead (parameter virtualIps)',
      ),
      ...(given.before === undefined
        ? [
            {
              level: 'warning' as const,
              code: 'order',
              text: 'The policies stand last, perhaps below a deny: give the parameter before',
            },
          ]
        : []),
      ...(given.feedUrl === undefined ? [] : [feedFinding]),
      ...placeholderFindings([text]),
    ];
    return { files: [{ path: 'postern.fortigate.conf', mediaType: 'text/plain', text }], findings };
  },
});

const families = [4, 6] as const;

function block(path: string, entries: readonly (readonly string[])[]): string[] {
  return entries.length === 0
    ? []
    : [`config ${path}`, ...entries.flatMap((entry) => entry.map((line) => `    ${line}`)), 'end'];
}

function entry(name: string, settings: readonly string[]): string[] {
  return [`edit "${name}"`, ...settings.map((line) => `    set ${line}`), 'next'];
}

function addressObjects({ sets }: RuleSet): string[] {
  return families.flatMap((family) => {
    const own = sets.filter((set) => set.family === family);
    const prefixes = new Map(
      own.flatMap((set) => set.prefixes.map((prefix) => [formatPrefix(prefix), prefix])),
    );
    const suffix = family === 4 ? '' : '6';
    return [
      ...block(
        `firewall address${suffix}`,
        [...prefixes.values()].map((prefix) => entry(prefixName(prefix), [prefixSetting(prefix)])),
      ),
      ...block(`firewall addrgrp${suffix}`, own.flatMap(groups)),
    ];
  });
}

/** A group holds few hundred members on small models: longer lists become a group of groups. */
function groups(set: AddressSet): string[][] {
  const limit = capabilities.fortigate.entriesPerSet;
  const members = set.prefixes.map(prefixName);
  if (members.length <= limit)
    return [entry(groupName(set.key), [`member ${members.map(quoted).join(' ')}`])];
  const parts = Array.from({ length: Math.ceil(members.length / limit) }, (_, index) => ({
    name: groupName(`${set.key}-${index + 1}`),
    members: members.slice(index * limit, (index + 1) * limit),
  }));
  return [
    ...parts.map((part) => entry(part.name, [`member ${part.members.map(quoted).join(' ')}`])),
    entry(groupName(set.key), [`member ${parts.map(({ name }) => quoted(name)).join(' ')}`]),
  ];
}

function externalResources({ sets }: RuleSet, base: string): string[] {
  return block(
    'system external-resource',
    sets.map((set) =>
      entry(groupName(set.key), [
        'type address',
        `resource "${feedListUrl(base, set)}"`,
        `username "${placeholder('ANY-NAME')}"`,
        `password "${placeholder('NETWORK-TOKEN')}"`,
        'refresh-rate 60',
      ]),
    ),
  );
}

function serverObjects(ruleSet: RuleSet, given: Parameters): string[] {
  return families.flatMap((family) => {
    const own = resolveRules(ruleSet).filter(
      ({ rule, destination }) =>
        rule.family === family && destination.isKnown && !hasVip(destination.host, family, given),
    );
    const addresses = distinct(own.flatMap(({ destination }) => addressesOf(destination, 'private', family)));
    const setting = (address: string) =>
      family === 4 ? `subnet ${address} 255.255.255.255` : `ip6 ${address}/128`;
    return block(
      `firewall address${family === 4 ? '' : '6'}`,
      addresses.map((address) => entry(serverName(address), [setting(address)])),
    );
  });
}

function services({ services: all }: RuleSet): string[] {
  const ports = distinct(all.map(({ port }) => port)).sort((a, b) => a - b);
  return block(
    'firewall service custom',
    ports.map((port) => entry(`postern-tcp-${port}`, [`tcp-portrange ${port}`])),
  );
}

function policies(ruleSet: RuleSet, given: Parameters): string[] {
  const rules = resolveRules(ruleSet).filter((resolved) => destinationNames(resolved, given).length > 0);
  const id = (index: number) => given.firstPolicyId + index;
  const entries = rules.map((resolved, index) => policy(resolved, id(index), given));
  const moves =
    given.before === undefined ? [] : rules.map((_, index) => [`move ${id(index)} before ${given.before}`]);
  return block('firewall policy', [...entries, ...moves]);
}

function policy(resolved: ResolvedRule, id: number, given: Parameters): string[] {
  const { rule, source, service } = resolved;
  const suffix = rule.family === 4 ? '' : '6';
  return [
    `edit ${id}`,
    ...[
      `name "${objectName(`postern-${rule.id}`, capabilities.fortigate)}"`,
      `srcintf "${given.sourceInterface}"`,
      `dstintf "${given.destinationInterface}"`,
      'action accept',
      `srcaddr${suffix} "${groupName(source!.key)}"`,
      `dstaddr${suffix} ${destinationNames(resolved, given).map(quoted).join(' ')}`,
      'schedule "always"',
      `service "postern-tcp-${service.port}"`,
      'logtraffic all',
      `comments "${safeText(rule.comment, capabilities.fortigate.commentLength)}"`,
    ].map((line) => `    set ${line}`),
    'next',
  ];
}

function destinationNames({ destination, rule }: ResolvedRule, given: Parameters): string[] {
  if (hasVip(destination.host, rule.family, given)) return [given.virtualIps[destination.host]!];
  if (!destination.isKnown) return [placeholder(`ADDRESS-OF-${destination.host}`)];
  return addressesOf(destination, 'private', rule.family).map(serverName);
}

function hasVip(host: string, family: 4 | 6, { virtualIps }: Parameters): boolean {
  return family === 4 && Object.hasOwn(virtualIps, host); // IPv6 needs no NAT; its VIPs are objects of another kind.
}

function prefixSetting(prefix: Prefix): string {
  return prefix.family === 4
    ? `subnet ${formatIpAddress(prefix)} ${dottedMask(prefix.length)}`
    : `ip6 ${formatPrefix(prefix)}`;
}

/** The netmask of an IPv4 prefix length, e.g. 255.255.255.192 for 26. */
export function dottedMask(length: number): string {
  return formatIpAddress({
    family: 4,
    value: (0xffffffffn << BigInt(addressBits(4) - length)) & 0xffffffffn,
  });
}

function prefixName(prefix: Prefix): string {
  return objectName(`postern-${formatIpAddress(prefix)}_${prefix.length}`, capabilities.fortigate);
}

function serverName(address: string): string {
  return objectName(`postern-server-${address}`, capabilities.fortigate);
}

function groupName(key: string): string {
  return objectName(`postern-${key}`, capabilities.fortigate);
}

function quoted(name: string): string {
  return `"${name}"`;
}
