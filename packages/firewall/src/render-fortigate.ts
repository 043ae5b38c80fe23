import type { Finding } from '@postern/core/finding';
import { finding } from '@postern/core/findings/finding-texts';
import { z } from 'zod';
import { capabilities } from './capability.js';
import { distinctObjects, goneObjects } from './device-objects.js';
import { fortigateEntries, policyId, policyIds, type FortigateEntry } from './fortigate-objects.js';
import {
  addressSide,
  beforeTitle,
  deviceName,
  feedFinding,
  feedUrl,
  orderFinding,
  placeholder,
  placeholderFindings,
} from './placeholder.js';
import type { RuleSet } from './rule-set.js';
import { defineTarget, headerLines, staleFindings, type RenderedFile } from './target.js';

const parameters = z.strictObject({
  sourceInterface: deviceName.default(placeholder('WAN-INTERFACE')).meta({ title: 'Outside interface' }),
  destinationInterface: deviceName
    .default(placeholder('SERVER-INTERFACE'))
    .meta({ title: 'Interface of the servers' }),
  firstPolicyId: z
    .int()
    .min(1)
    .max(3_000_000_000)
    .default(1_000_000_000)
    .meta({
      title: 'First policy id',
      description: `Each rule has a policy id of its own, made of its name, from this number to ${policyIds} above it.`,
    }),
  before: z.int().min(1).max(4_294_967_294).optional().meta({
    title: beforeTitle,
    description: 'The policy above which ours are moved; else new ones come last.',
  }),
  virtualIps: z.record(z.string(), deviceName).default({}).meta({
    title: 'Virtual IPs',
    description: 'Your IPv4 VIP object by server name, where the server is behind NAT.',
  }),
  feedUrl: feedUrl.optional(),
});
type Parameters = z.output<typeof parameters>;

/** FortiOS CLI: addresses, groups per family, services, and policies whose ids belong to their rules for ever. */
export const fortigateTarget = defineTarget({
  id: 'fortigate',
  capability: capabilities.fortigate,
  label: 'Fortinet FortiGate',
  kind: 'appliance',
  proof: 'stored example output, read back by a separate parser and applied in a simulator',
  parameters,
  render(ruleSet, given, previous) {
    const entries = distinctEntries(fortigateEntries(ruleSet, given));
    const before = previous === null ? [] : distinctEntries(fortigateEntries(previous, given));
    const files = [
      configuration('postern.fortigate.conf', ruleSet, [...blocks(entries), ...moves(entries, given)]),
    ];
    const gone = goneObjects(before, entries) as FortigateEntry[];
    const all = goneObjects([...entries, ...before], []) as FortigateEntry[];
    return {
      files,
      removes: [
        ...(previous === null
          ? []
          : [configuration('postern-gone.fortigate.conf', ruleSet, deletions(gone))]),
        configuration('postern-remove.fortigate.conf', ruleSet, deletions(all)),
      ],
      findings: [
        ...ruleSet.findings,
        ...findings(ruleSet, given, files[0]!.text),
        ...staleFindings(previous),
      ],
    };
  },
});

function findings(ruleSet: RuleSet, given: Parameters, text: string): Finding[] {
  return [
    addressSide('fortigate'),
    ...(given.before === undefined ? [orderFinding('policies')] : []),
    ...(given.feedUrl === undefined ? [] : [feedFinding]),
    ...sharedIds(ruleSet, given),
    ...placeholderFindings([text]),
  ];
}

function distinctEntries(entries: readonly FortigateEntry[]): FortigateEntry[] {
  return distinctObjects(entries) as FortigateEntry[];
}

function configuration(path: string, ruleSet: RuleSet, lines: readonly string[]): RenderedFile {
  const text = [...headerLines(ruleSet).map((line) => `# ${line}`), ...lines, ''].join('\n');
  return { path, mediaType: 'text/plain', text };
}

/** Neighbouring entries of one table share a `config` block. */
function blocks(entries: readonly FortigateEntry[], part: 'make' | 'remove' = 'make'): string[] {
  return entries.flatMap((entry, index) => [
    ...(entries[index - 1]?.path === entry.path ? [] : [`config ${entry.path}`]),
    ...entry[part].map((line) => `    ${line}`),
    ...(entries[index + 1]?.path === entry.path ? [] : ['end']),
  ]);
}

function deletions(entries: readonly FortigateEntry[]): string[] {
  return blocks(entries, 'remove');
}

function moves(entries: readonly FortigateEntry[], { before }: Parameters): string[] {
  const ids = entries.filter(({ path }) => path === 'firewall policy').map(({ key }) => key);
  if (before === undefined || ids.length === 0) return [];
  return ['config firewall policy', ...ids.map((id) => `    move ${id} before ${before}`), 'end'];
}

/** With one billion ids this is next to impossible; two rules in one policy would open the wrong port. */
function sharedIds({ rules }: RuleSet, given: Parameters): Finding[] {
  const owners = new Map<number, string>();
  return rules.flatMap(({ id }) => {
    const number = policyId(id, given);
    const owner = owners.get(number);
    owners.set(number, id);
    if (owner === undefined) return [];
    return [finding('error', 'policy-id-shared', { first: owner, second: id, policy: number })];
  });
}
