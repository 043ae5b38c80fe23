import { finding } from '@postern/core/findings/finding-texts';
import { formatIpAddress } from '@postern/core/ip-address';
import { formatPrefix, type Prefix } from '@postern/core/prefix';
import { z } from 'zod';
import { capabilities } from './capability.js';
import { distinctObjects, removalFiles, type DeviceObject } from './device-objects.js';
import { hashParts } from './hash-parts.js';
import {
  addressSide,
  beforeTitle,
  deviceName,
  feedFinding,
  feedListUrl,
  feedUrl,
  orderFinding,
  placeholder,
  placeholderFindings,
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
import { defineTarget, headerLines, staleFindings, type RenderedFile } from './target.js';

const parameters = z.strictObject({
  fromZone: deviceName.default(placeholder('OUTSIDE-ZONE')).meta({ title: 'Outside zone' }),
  toZone: deviceName
    .default(placeholder('SERVER-ZONE'))
    .meta({ title: 'Zone of the servers', description: 'The zone after NAT, where the server really is.' }),
  before: deviceName.optional().meta({
    title: beforeTitle,
    description: 'The rule above which ours are moved; else new ones come last.',
  }),
  feedUrl: feedUrl.optional(),
  certificateProfile: deviceName.default(placeholder('CERTIFICATE-PROFILE')).meta({
    title: 'Certificate profile',
    description:
      'With a polled list: the profile by which the device checks the certificate of this installation.',
  }),
  interval: z
    .enum(['five-minute', 'hourly', 'daily'])
    .default('hourly')
    .meta({ title: 'Interval', description: 'With a polled list: how often the device reads it.' }),
});
type Parameters = z.output<typeof parameters>;

/** PAN-OS set commands for configuration mode: addresses, groups, services, rules; one attribute a line. */
export const paloaltoTarget = defineTarget({
  id: 'paloalto',
  capability: capabilities.paloalto,
  label: 'Palo Alto Networks PAN-OS',
  kind: 'appliance',
  proof: 'stored example output, read back by a separate parser and applied in a simulator',
  parameters,
  render(ruleSet, given, previous) {
    const objects = distinctObjects(objectsOf(ruleSet, given));
    const before = previous === null ? null : objectsOf(previous, given);
    const files = [
      commands('postern.panos.txt', [...objects.flatMap(({ make }) => make), ...moves(ruleSet, given)]),
    ];
    return {
      files,
      removes: removalFiles(objects, before, (kind, removed) =>
        commands(
          `postern-${kind}.panos.txt`,
          removed.flatMap(({ remove }) => remove),
        ),
      ),
      findings: [
        ...ruleSet.findings,
        addressSide('pan-os'),
        finding('info', 'candidate', { device: 'pan-os', header: headerLines(ruleSet)[0]! }),
        ...(given.before === undefined ? [orderFinding('rules')] : []),
        ...(given.feedUrl === undefined ? [] : [feedFinding, tokenFinding]),
        ...staleFindings(previous),
        ...placeholderFindings([files[0]!.text]),
      ],
    };
  },
});

const tokenFinding = finding('warning', 'feed-token-expiry');

/** Long lines are cut by terminals: a group is filled in steps. */
const membersPerLine = 50;

function commands(path: string, lines: readonly string[]): RenderedFile {
  return { path, mediaType: 'text/plain', text: [...lines, ''].join('\n') };
}

function objectsOf(ruleSet: RuleSet, given: Parameters): DeviceObject[] {
  return [
    ...(given.feedUrl === undefined
      ? addressLists(ruleSet)
      : ruleSet.sets.map((set) => externalList(set, given.feedUrl!, given))),
    ...services(ruleSet),
    ...resolveRules(ruleSet).flatMap((resolved) => rule(resolved, given)),
  ];
}

function object(id: string, make: readonly string[]): DeviceObject {
  return { id, make, remove: [`delete ${id}`] };
}

function addressLists({ sets }: RuleSet): DeviceObject[] {
  const prefixes = new Map(
    sets.flatMap((set) => set.prefixes.map((prefix) => [formatPrefix(prefix), prefix] as const)),
  );
  return [
    ...[...prefixes].map(([text, prefix]) => {
      const id = `address ${prefixName(prefix)}`;
      return object(id, [`set ${id} ip-netmask ${text}`]);
    }),
    ...sets.flatMap(groups),
  ];
}

function groups(set: AddressSet): DeviceObject[] {
  const parts = hashParts(set.prefixes, capabilities.paloalto.entriesPerSet);
  if (parts.length === 1) return [group(groupName(set.key), set.prefixes.map(prefixName))];
  return [
    ...parts.map(({ bits, prefixes }) => group(groupName(`${set.key}-${bits}`), prefixes.map(prefixName))),
    group(
      groupName(set.key),
      parts.map(({ bits }) => groupName(`${set.key}-${bits}`)),
    ),
  ];
}

/** `set` only adds members, so a group is emptied first; both take effect with the same commit. */
function group(name: string, members: readonly string[]): DeviceObject {
  const id = `address-group ${name}`;
  const lines = Array.from({ length: Math.ceil(members.length / membersPerLine) }, (_, index) => {
    const some = members.slice(index * membersPerLine, (index + 1) * membersPerLine);
    return `set ${id} static [ ${some.join(' ')} ]`;
  });
  return object(id, [`delete ${id} static`, ...lines]);
}

/** An https list needs a certificate profile (PAN-OS 8.0), and the feed needs Basic authentication. */
function externalList(set: AddressSet, base: string, given: Parameters): DeviceObject {
  const id = `external-list ${groupName(set.key)}`;
  return object(id, [
    `set ${id} type ip url "${feedListUrl(base, set)}"`,
    `set ${id} type ip certificate-profile ${given.certificateProfile}`,
    `set ${id} type ip auth username ${placeholder('ANY-NAME')}`,
    `set ${id} type ip auth password ${placeholder('NETWORK-TOKEN')}`,
    `set ${id} type ip recurring ${given.interval}${given.interval === 'daily' ? ' at 03' : ''}`,
  ]);
}

function services({ services: all }: RuleSet): DeviceObject[] {
  const ports = distinct(all.map(({ port }) => port)).sort((a, b) => a - b);
  return ports.map((port) =>
    object(`service postern-tcp-${port}`, [`set service postern-tcp-${port} protocol tcp port ${port}`]),
  );
}

/** The rule itself is never deleted: its place, profiles, tags and log settings are the customer's. */
function rule(resolved: ResolvedRule, { fromZone, toZone }: Parameters): DeviceObject[] {
  const { rule: ours, source, destination, service } = resolved;
  const to = destination.isKnown
    ? addressesOf(destination, 'public', ours.family)
    : [placeholder(`ADDRESS-OF-${destination.host}`)];
  if (to.length === 0) return [];
  const id = `rulebase security rules ${ruleName(ours.id)}`;
  const values = [
    `from ${fromZone}`,
    `to ${toZone}`,
    `source [ ${groupName(source!.key)} ]`,
    `destination [ ${to.join(' ')} ]`,
    'application any',
    `service postern-tcp-${service.port}`,
    'action allow',
    `description "${safeText(ours.comment, 255)}"`,
  ];
  return [
    object(id, [
      `delete ${id} source`,
      `delete ${id} destination`,
      ...values.map((value) => `set ${id} ${value}`),
    ]),
  ];
}

function moves(ruleSet: RuleSet, given: Parameters): string[] {
  if (given.before === undefined) return [];
  return resolveRules(ruleSet)
    .filter((resolved) => rule(resolved, given).length > 0)
    .map(({ rule: { id } }) => `move rulebase security rules ${ruleName(id)} before ${given.before}`);
}

function ruleName(id: string): string {
  return objectName(`postern-${id}`, capabilities.paloalto);
}

function prefixName(prefix: Prefix): string {
  return objectName(`postern-${formatIpAddress(prefix)}_${prefix.length}`, capabilities.paloalto);
}

function groupName(key: string): string {
  return objectName(`postern-${key}`, capabilities.paloalto);
}
