import { finding } from '@postern/core/findings/finding-texts';
import { formatIpAddress } from '@postern/core/ip-address';
import { addressBits, formatPrefix, type Prefix } from '@postern/core/prefix';
import { z } from 'zod';
import { capabilities } from './capability.js';
import { distinctObjects, removalFiles, type DeviceObject } from './device-objects.js';
import { hashParts } from './hash-parts.js';
import {
  addressSide,
  beforeTitle,
  deviceName,
  guideFinding,
  orderFinding,
  placeholder,
  placeholderFindings,
} from './placeholder.js';
import {
  addressesOf,
  distinct,
  portAt,
  resolveRules,
  type AddressSet,
  type Destination,
  type ResolvedRule,
  type RuleSet,
} from './rule-set.js';
import { objectName, safeText } from './safe-text.js';
import { defineTarget, headerLines, staleFindings, type RenderedFile } from './target.js';

const parameters = z.strictObject({
  fromZone: deviceName.default(placeholder('OUTSIDE-ZONE')).meta({ title: 'Outside zone' }),
  toZone: deviceName.default(placeholder('SERVER-ZONE')).meta({ title: 'Zone of the servers' }),
  before: deviceName.optional().meta({
    title: beforeTitle,
    description: 'The policy above which ours are moved; else new ones come last.',
  }),
});
type Parameters = z.output<typeof parameters>;

/**
 * Junos `set` commands for an SRX: global address book, applications, and a policy for each server and list, which
 * opens all ports of that list. Source: Junos OS Security Policies User Guide. Not tried on a device.
 */
export const juniperSrxTarget = defineTarget({
  id: 'juniper-srx',
  capability: capabilities['juniper-srx'],
  label: 'Juniper SRX (set commands)',
  kind: 'appliance',
  proof: 'stored example output, read back by a separate parser and applied in a simulator',
  parameters,
  render(ruleSet, given, previous) {
    const objects = distinctObjects(objectsOf(ruleSet, given));
    const before = previous === null ? null : objectsOf(previous, given);
    const files = [
      commands(
        'postern.junos.set',
        ruleSet,
        objects.flatMap(({ make }) => make),
      ),
    ];
    return {
      files,
      removes: removalFiles(objects, before, (kind, removed) =>
        commands(`postern-${kind}.junos.set`, ruleSet, [
          `# Where no policy is left between the zones, also: delete ${zonesPath(given)}`,
          ...removed.flatMap(({ remove }) => remove),
        ]),
      ),
      findings: [
        ...ruleSet.findings,
        addressSide('srx'),
        finding('info', 'candidate', { device: 'srx' }),
        finding('info', 'address-book'),
        ...(given.before === undefined ? [orderFinding('policies')] : []),
        guideFinding('juniper-srx'),
        ...staleFindings(previous),
        ...placeholderFindings([files[0]!.text]),
      ],
    };
  },
});

function commands(path: string, ruleSet: RuleSet, lines: readonly string[]): RenderedFile {
  const header = [...headerLines(ruleSet), `In configuration mode: load set ${path}`];
  const text = [...header.map((line) => `# ${line}`), ...lines, ''].join('\n');
  return { path, mediaType: 'text/plain', text };
}

function object(id: string, settings: readonly string[]): DeviceObject {
  return { id, make: settings.map((setting) => `set ${id} ${setting}`), remove: [`delete ${id}`] };
}

/** One policy: a server, a part of a list, and all rules between the two, which differ in their ports. */
type Policy = { readonly name: string; readonly part: string; readonly rules: readonly ResolvedRule[] };

function objectsOf(ruleSet: RuleSet, given: Parameters): DeviceObject[] {
  const parts = new Map(ruleSet.sets.map((set) => [set.key, listParts(set)]));
  const lists = [...parts.values()].flat();
  const policies = policiesOf(ruleSet, parts);
  const ports = distinct(policies.flatMap(({ rules }) => rules.map((rule) => portAt(rule, 'private'))));
  return [
    ...lists.flatMap(({ prefixes }) => prefixes.map((prefix) => address(prefixName(prefix), prefix))),
    ...policies.flatMap(({ rules }) => destinationAddresses(rules[0]!)),
    ...lists.map((list) => addressSet(ruleSet, list)),
    ...ports.toSorted((a, b) => a - b).map(application),
    ...policies.map((policy) => policyObject(policy, given)),
  ];
}

type ListPart = { readonly name: string; readonly key: string; readonly prefixes: readonly Prefix[] };

/** A policy takes a limited number of source addresses, so a longer list is cut in parts with a policy for each. */
function listParts(set: AddressSet): ListPart[] {
  return hashParts(set.prefixes, capabilities['juniper-srx'].entriesPerSet).map(({ bits, prefixes }) => ({
    name: named(`postern-${set.key}${bits === '' ? '' : `-${bits}`}`),
    key: set.key,
    prefixes,
  }));
}

function policiesOf(ruleSet: RuleSet, parts: ReadonlyMap<string, readonly ListPart[]>): Policy[] {
  const groups = new Map<string, ResolvedRule[]>();
  for (const resolved of resolveRules(ruleSet)) {
    if (resolved.source === null || destinationAddresses(resolved).length === 0) continue;
    const key = `${resolved.source.key} ${resolved.destination.host}`;
    groups.set(key, [...(groups.get(key) ?? []), resolved]);
  }
  return [...groups.values()].flatMap((rules) => {
    const { source, destination } = rules[0]!;
    return parts.get(source!.key)!.map(({ name }) => ({
      name: named(`${name}-${destination.host}`),
      part: name,
      rules,
    }));
  });
}

function address(name: string, prefix: Prefix): DeviceObject {
  return object(bookEntry('address', name), [formatPrefix(prefix)]);
}

/** The addresses of a server, or one that Junos refuses until it is filled in. */
function destinationAddresses({ destination, rule }: ResolvedRule): DeviceObject[] {
  if (!destination.isKnown) {
    const value = placeholder(`ADDRESS-OF-${destination.host}`);
    return [object(bookEntry('address', unknownName(destination, rule.family)), [value])];
  }
  const bits = addressBits(rule.family);
  return addressesOf(destination, 'private', rule.family).map((text) =>
    object(bookEntry('address', hostName(text, bits)), [`${text}/${bits}`]),
  );
}

/** `set` only adds members, so the set is made anew; both take effect with the same commit. */
function addressSet({ vendor }: RuleSet, { name, key, prefixes }: ListPart): DeviceObject {
  const id = bookEntry('address-set', name);
  const { make, remove } = object(id, [
    `description "${safeText(`${vendor}: list ${key}`, capabilities['juniper-srx'].commentLength)}"`,
    ...prefixes.map((prefix) => `address ${prefixName(prefix)}`),
  ]);
  return { id, make: [`delete ${id}`, ...make], remove };
}

function application(port: number): DeviceObject {
  return object(`applications application ${applicationName(port)}`, [
    'protocol tcp',
    `destination-port ${port}`,
  ]);
}

/** The policy itself is never deleted: its place, its log settings and its further services are the customer's. */
function policyObject({ name, part, rules }: Policy, given: Parameters): DeviceObject {
  const id = `${zonesPath(given)} policy ${name}`;
  const { destination, rule } = rules[0]!;
  const servers = destination.isKnown
    ? addressesOf(destination, 'private', rule.family).map((text) => hostName(text, addressBits(rule.family)))
    : [unknownName(destination, rule.family)];
  const { make, remove } = object(id, [
    `description "${safeText(rule.comment, capabilities['juniper-srx'].commentLength)}"`,
    `match source-address ${part}`,
    ...servers.map((server) => `match destination-address ${server}`),
    ...distinct(rules.map((each) => portAt(each, 'private'))).map(
      (port) => `match application ${applicationName(port)}`,
    ),
    'then permit',
  ]);
  const fields = ['source-address', 'destination-address', 'application'];
  const cleared = fields.map((field) => `delete ${id} match ${field}`);
  const moved = given.before === undefined ? [] : [`insert ${id} before policy ${given.before}`];
  return { id, make: [...cleared, ...make, ...moved], remove };
}

function zonesPath({ fromZone, toZone }: Parameters): string {
  return `security policies from-zone ${fromZone} to-zone ${toZone}`;
}

function bookEntry(kind: 'address' | 'address-set', name: string): string {
  return `security address-book global ${kind} ${name}`;
}

function applicationName(port: number): string {
  return `postern-tcp-${port}`;
}

function prefixName(prefix: Prefix): string {
  return hostName(formatIpAddress(prefix), prefix.length);
}

function hostName(text: string, length: number): string {
  return named(`postern-${text}_${length}`);
}

function unknownName({ host }: Destination, family: 4 | 6): string {
  return named(`postern-to-ipv${family}-${host}`);
}

function named(wanted: string): string {
  return objectName(wanted, capabilities['juniper-srx']);
}
