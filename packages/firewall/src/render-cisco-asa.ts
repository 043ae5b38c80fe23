import { finding } from '@postern/core/findings/finding-texts';
import { formatIpAddress } from '@postern/core/ip-address';
import { addressBits, formatPrefix, type Prefix } from '@postern/core/prefix';
import { z } from 'zod';
import { capabilities } from './capability.js';
import { goneObjects, type DeviceObject } from './device-objects.js';
import { dottedMask } from './fortigate-objects.js';
import { addressSide, deviceName, placeholder, placeholderFindings } from './placeholder.js';
import {
  addressesOf,
  portAt,
  resolveRules,
  type AddressSet,
  type ResolvedRule,
  type RuleSet,
} from './rule-set.js';
import { objectName, safeText } from './safe-text.js';
import { defineTarget, headerLines, staleFindings, type RenderedFile } from './target.js';

const parameters = z.strictObject({
  accessList: deviceName.default(placeholder('ACCESS-LIST')).meta({
    title: 'Access list',
    description: 'The list that is already attached to your outside interface.',
  }),
});
type Parameters = z.output<typeof parameters>;

/** ASA object groups and access-list lines at the top; never `access-group`: a first list would deny all else. */
export const ciscoAsaTarget = defineTarget({
  id: 'cisco-asa',
  capability: capabilities['cisco-asa'],
  label: 'Cisco ASA',
  kind: 'appliance',
  proof: 'stored example output, read back by a separate parser and applied in a simulator',
  parameters,
  render(ruleSet, given, previous) {
    const files = [
      commands('postern.asa.txt', ruleSet, [
        ...ruleSet.sets.flatMap(group),
        ...resolveRules(ruleSet).flatMap((resolved) => entryLines(resolved, given)),
      ]),
    ];
    const [now, before] = [objectsOf(ruleSet, given), previous === null ? [] : objectsOf(previous, given)];
    const removal = (path: string, gone: readonly DeviceObject[], members: readonly string[] = []) =>
      commands(path, ruleSet, [...gone.flatMap(({ remove }) => remove), ...members]);
    return {
      files,
      removes: [
        ...(previous === null
          ? []
          : [removal('postern-gone.asa.txt', goneObjects(before, now), goneMembers(previous, ruleSet))]),
        removal('postern-remove.asa.txt', goneObjects([...now, ...before], [])),
      ],
      findings: [
        ...ruleSet.findings,
        addressSide('asa'),
        finding('info', 'groups-grow'),
        ...staleFindings(previous),
        ...placeholderFindings([files[0]!.text]),
      ],
    };
  },
});

function commands(path: string, ruleSet: RuleSet, lines: readonly string[]): RenderedFile {
  const text = [...headerLines(ruleSet).map((line) => `! ${line}`), ...lines, ''].join('\n');
  return { path, mediaType: 'text/plain', text };
}

function group(set: AddressSet): string[] {
  return [
    `object-group network ${groupName(set)}`,
    ...set.prefixes.map((prefix) => ` network-object ${networkObject(prefix)}`),
  ];
}

function networkObject(prefix: Prefix): string {
  if (prefix.length === addressBits(prefix.family)) return `host ${formatIpAddress(prefix)}`;
  return prefix.family === 4
    ? `${formatIpAddress(prefix)} ${dottedMask(prefix.length)}`
    : formatPrefix(prefix);
}

/** No remark lines: ASA adds a remark again each time, a permit that exists already it does not. */
function entryLines(resolved: ResolvedRule, given: Parameters): string[] {
  const entries = accessEntries(resolved);
  if (entries.length === 0) return [];
  return [
    `! ${safeText(resolved.rule.comment, capabilities['cisco-asa'].commentLength)}`,
    ...entries.map((entry) => `access-list ${given.accessList} line 1 ${entry}`),
  ];
}

function accessEntries(resolved: ResolvedRule): string[] {
  const { rule, source, destination } = resolved;
  const to = destination.isKnown
    ? addressesOf(destination, 'private', rule.family)
    : [placeholder(`ADDRESS-OF-${destination.host}`)];
  return to.map(
    (address) =>
      `extended permit tcp object-group ${groupName(source!)} host ${address} eq ${portAt(resolved, 'private')}`,
  );
}

/** Groups, then the lines that name them: a group that a line names cannot be removed. */
function objectsOf(ruleSet: RuleSet, given: Parameters): DeviceObject[] {
  const groups = ruleSet.sets.map((set): DeviceObject => {
    const id = `object-group network ${groupName(set)}`;
    return { id, make: group(set), remove: [`no ${id}`] };
  });
  const lines = resolveRules(ruleSet)
    .flatMap(accessEntries)
    .map((entry): DeviceObject => {
      const id = `access-list ${given.accessList} ${entry}`;
      return { id, make: [id], remove: [`no ${id}`] };
    });
  return [...groups, ...lines];
}

/** Members that left a group which stays; after the new ones came, because a group in use cannot become empty. */
function goneMembers(previous: RuleSet, ruleSet: RuleSet): string[] {
  return ruleSet.sets.flatMap((set) => {
    const kept = new Set(set.prefixes.map(formatPrefix));
    const before = previous.sets.find(({ key }) => key === set.key)?.prefixes ?? [];
    const gone = before.filter((prefix) => !kept.has(formatPrefix(prefix)));
    if (gone.length === 0) return [];
    return [
      `object-group network ${groupName(set)}`,
      ...gone.map((prefix) => ` no network-object ${networkObject(prefix)}`),
    ];
  });
}

function groupName({ key }: AddressSet): string {
  return objectName(`POSTERN-${key.toUpperCase()}`, capabilities['cisco-asa']);
}
