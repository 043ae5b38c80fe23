import { formatIpAddress } from '@postern/core/ip-address';
import { addressBits, formatPrefix, type Prefix } from '@postern/core/prefix';
import { capabilities } from './capability.js';
import type { DeviceObject } from './device-objects.js';
import { hash32, hashParts } from './hash-parts.js';
import { feedListUrl, placeholder } from './placeholder.js';
import {
  addressesOf,
  distinct,
  portAt,
  resolveRules,
  type AddressSet,
  type ResolvedRule,
  type RuleSet,
} from './rule-set.js';
import { objectName, safeText } from './safe-text.js';

/** An entry of a FortiOS table. `path` is the path of the table in the configuration, `key` the name or id of the entry as FortiOS writes it. */
export type FortigateEntry = DeviceObject & { readonly path: string; readonly key: string };

export type FortigateOptions = {
  readonly sourceInterface: string;
  readonly destinationInterface: string;
  readonly firstPolicyId: number;
  readonly virtualIps: Readonly<Record<string, string>>;
  readonly feedUrl?: string;
};

/** Policy ids spread over so many numbers that two rules hardly ever get the same one. */
export const policyIds = 1_000_000_000;
/** Addresses and groups may have 63 characters (FortiOS 6.0 CLI reference), policies and external resources 35. */
const longName = { ...capabilities.fortigate, nameLength: 63 };
const families = [4, 6] as const;

/** Everything that the rules need on a FortiGate, what is referred to first. */
export function fortigateEntries(ruleSet: RuleSet, options: FortigateOptions): FortigateEntry[] {
  const lists =
    options.feedUrl === undefined ? addressLists(ruleSet) : externalResources(ruleSet, options.feedUrl);
  return [
    ...lists,
    ...serverAddresses(ruleSet, options),
    ...services(ruleSet),
    ...policies(ruleSet, options),
  ];
}

/** The id of a rule's policy: always the same one, whatever other rules there are. */
export function policyId(ruleId: string, { firstPolicyId }: Pick<FortigateOptions, 'firstPolicyId'>): number {
  return firstPolicyId + (hash32(`${firstPolicyId} ${ruleId}`) % policyIds);
}

function entry(path: string, key: string, settings: readonly string[]): FortigateEntry {
  return {
    id: `${path} ${key}`,
    path,
    key,
    make: [`edit ${key}`, ...settings.map((line) => `    ${line}`), 'next'],
    remove: [`delete ${key}`],
  };
}

function addressLists({ sets }: RuleSet): FortigateEntry[] {
  return families.flatMap((family) => {
    const own = sets.filter((set) => set.family === family);
    const prefixes = new Map(
      own.flatMap((set) => set.prefixes.map((prefix) => [formatPrefix(prefix), prefix])),
    );
    const suffix = family === 4 ? '' : '6';
    return [
      ...[...prefixes.values()].map((prefix) =>
        entry(`firewall address${suffix}`, quoted(prefixName(prefix)), [`set ${prefixSetting(prefix)}`]),
      ),
      ...own.flatMap((set) => groups(set, `firewall addrgrp${suffix}`)),
    ];
  });
}

/** A group holds few hundred members on small models: a longer list becomes a group of groups. */
function groups(set: AddressSet, path: string): FortigateEntry[] {
  const parts = hashParts(set.prefixes, capabilities.fortigate.entriesPerSet);
  const group = (key: string, members: readonly string[]) =>
    entry(path, quoted(groupName(key)), [`set member ${members.map(quoted).join(' ')}`]);
  if (parts.length === 1) return [group(set.key, set.prefixes.map(prefixName))];
  return [
    ...parts.map(({ bits, prefixes }) => group(`${set.key}-${bits}`, prefixes.map(prefixName))),
    group(
      set.key,
      parts.map(({ bits }) => groupName(`${set.key}-${bits}`)),
    ),
  ];
}

function externalResources({ sets }: RuleSet, base: string): FortigateEntry[] {
  return sets.map((set) =>
    entry('system external-resource', quoted(externalName(set.key)), [
      'set type address',
      `set resource "${feedListUrl(base, set)}"`,
      `set username "${placeholder('ANY-NAME')}"`,
      `set password "${placeholder('NETWORK-TOKEN')}"`,
      'set refresh-rate 60',
    ]),
  );
}

function serverAddresses(ruleSet: RuleSet, options: FortigateOptions): FortigateEntry[] {
  return families.flatMap((family) => {
    const own = resolveRules(ruleSet).filter(
      ({ rule, destination }) =>
        rule.family === family && destination.isKnown && !hasVip(destination.host, family, options),
    );
    const addresses = distinct(own.flatMap(({ destination }) => addressesOf(destination, 'private', family)));
    const setting = (address: string) =>
      family === 4 ? `set subnet ${address} 255.255.255.255` : `set ip6 ${address}/128`;
    return addresses.map((address) =>
      entry(`firewall address${family === 4 ? '' : '6'}`, quoted(serverName(address)), [setting(address)]),
    );
  });
}

/** The ports behind a VIP: a policy matches after the translation, so the external port never matches. */
function services(ruleSet: RuleSet): FortigateEntry[] {
  const ports = distinct(resolveRules(ruleSet).map((resolved) => portAt(resolved, 'private'))).sort(
    (a, b) => a - b,
  );
  return ports.map((port) =>
    entry('firewall service custom', quoted(`postern-tcp-${port}`), [`set tcp-portrange ${port}`]),
  );
}

function policies(ruleSet: RuleSet, options: FortigateOptions): FortigateEntry[] {
  return resolveRules(ruleSet).flatMap((resolved) => {
    const to = destinationNames(resolved, options);
    return to.length === 0 ? [] : [policy(resolved, to, options)];
  });
}

/**
 * The fields of the other family are unset: an entry that exists keeps what no command names. Log settings, profiles
 * and the place are left out, so that what the customer chose stays.
 */
function policy(resolved: ResolvedRule, to: readonly string[], options: FortigateOptions): FortigateEntry {
  const { rule, source } = resolved;
  const [own, other] = rule.family === 4 ? ['', '6'] : ['6', ''];
  const from = options.feedUrl === undefined ? groupName(source!.key) : externalName(source!.key);
  return entry('firewall policy', String(policyId(rule.id, options)), [
    `unset srcaddr${other}`,
    `unset dstaddr${other}`,
    `set name "${objectName(`postern-${rule.id}`, capabilities.fortigate)}"`,
    `set srcintf "${options.sourceInterface}"`,
    `set dstintf "${options.destinationInterface}"`,
    'set action accept',
    `set srcaddr${own} "${from}"`,
    `set dstaddr${own} ${to.map(quoted).join(' ')}`,
    'set schedule "always"',
    `set service "postern-tcp-${portAt(resolved, 'private')}"`,
    `set comments "${safeText(rule.comment, capabilities.fortigate.commentLength)}"`,
  ]);
}

function destinationNames({ destination, rule }: ResolvedRule, options: FortigateOptions): string[] {
  if (hasVip(destination.host, rule.family, options)) return [options.virtualIps[destination.host]!];
  if (!destination.isKnown) return [placeholder(`ADDRESS-OF-${destination.host}`)];
  return addressesOf(destination, 'private', rule.family).map(serverName);
}

/** IPv6 needs no NAT, and its VIPs are objects of another kind. */
function hasVip(host: string, family: 4 | 6, { virtualIps }: FortigateOptions): boolean {
  return family === 4 && Object.hasOwn(virtualIps, host);
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
  return objectName(`postern-${formatIpAddress(prefix)}_${prefix.length}`, longName);
}

function serverName(address: string): string {
  return objectName(`postern-server-${address}`, longName);
}

function groupName(key: string): string {
  return objectName(`postern-${key}`, longName);
}

function externalName(key: string): string {
  return objectName(`postern-${key}`, capabilities.fortigate);
}

function quoted(name: string): string {
  return `"${name}"`;
}
