import { countText } from '@postern/core/count-text';
import { listLabels } from '@postern/core/list-name';
import { formatPrefix } from '@postern/core/prefix';
import { describeSize } from '@postern/core/prefix-set';
import { z } from 'zod';
import { capabilities } from './capability.js';
import { clusterSteps } from './cluster-steps.js';
import { linuxSteps } from './linux-steps.js';
import { removalSheet } from './removal-sheet.js';
import { distinct, resolveRules, type AddressSet, type RuleSet } from './rule-set.js';
import { safeText } from './safe-text.js';
import { defineTarget } from './target.js';

const parameters = z.strictObject({
  note: z.string().max(500).default('').meta({ title: 'Note', description: 'A sentence to your IT team.' }),
});

/** A sheet for people: what to open and why, how to test it, how to take it back (R17). */
export const handoverTarget = defineTarget({
  id: 'handover',
  capability: capabilities.handover,
  label: 'Sheet for the IT team',
  kind: 'document',
  proof: 'stored example output',
  parameters,
  render: (ruleSet, { note }) => ({
    files: [{ path: 'postern-handover.md', mediaType: 'text/markdown', text: sheet(ruleSet, note) }],
    removes: [removalSheet(ruleSet, removalSteps(ruleSet))],
    findings: ruleSet.findings,
  }),
});

/** The objects that name each other must go in this order. */
function removalSteps(ruleSet: RuleSet): string[] {
  const places = distinct(
    resolveRules(ruleSet).map(({ destination, service }) => `${destination.host} port ${service.port}`),
  );
  return [
    'Find the rules whose names or comments start with `postern` (any case), and rules that you made by hand from the sheet.',
    ...(places.length === 0 ? [] : [`Delete those that open ${places.join(', ')}.`]),
    'Then delete what these rules named: services, groups of addresses, addresses, in this order. A device refuses to delete what is still named.',
    'Save or commit. From an address of the list, a connection to each port must now get the answer that any other address gets.',
  ];
}

const listNames = {
  ...listLabels,
  exchange: 'Exchange (union of SMTP and IMAP)',
  webhook: 'Webhooks',
  further: 'Further sources',
} as const;

function sheet(ruleSet: RuleSet, note: string): string {
  const { vendor, revision, sha256 } = ruleSet;
  const words = safeText(note, 500);
  return [
    `# Please let ${vendor} reach our mail servers`,
    '',
    ...(words === '' ? [] : [words, '']),
    `Allowlist revision ${revision}, sha256 \`${sha256}\`.`,
    '',
    '## What and why',
    '',
    `Colleagues connect their mailboxes to ${vendor}. For that, ${vendor} connects **to our mail servers**: the direction is`,
    'inbound, TCP, from any source port. The addresses below are the only ones it comes from. Nothing outbound is needed.',
    ...(ruleSet.services.some(({ protocol }) => protocol === 'webhook')
      ? [
          `${vendor} also tells our systems what happens to these mailboxes, by https to the receivers of webhooks below.`,
        ]
      : []),
    '',
    '## Rules',
    '',
    ...rulesTable(ruleSet),
    '',
    ...ruleSet.sets.flatMap(listSection),
    ...linuxSteps,
    '',
    ...clusterSteps,
    '',
    '## How to test',
    '',
    'Ask an admin to press *Verify* in the mail settings: the steps show at once whether the connection comes through.',
    'From an address that is not listed, nothing must have changed.',
    'If nothing comes through, look on the mail server while somebody presses *Verify* (993 stands for the port above):',
    "`tcpdump -n 'tcp port 993'`. Without a line the packets stop before this machine; with lines but without an answer",
    'a rule on this machine drops them.',
    '',
    '## How to take it back',
    '',
    'With the files came one that removes everything: on Linux the command in the column *Take back*, for other devices',
    'the file whose name holds `remove`. By hand the order matters: first the rules and jumps that name our objects,',
    'then our chains, policies and services, and last the lists. The names of all of them start with `postern`, on some',
    'devices in capitals. Nothing else was touched.',
    '',
    '## Good to know',
    '',
    '- The SMTP list and the IMAP list are different: do not merge them, each opens its own ports.',
    '- Lists change. New prefixes are announced before they are used, old ones stay listed until they are no longer used.',
    ...ruleSet.findings.map(({ level, text }) => `- ${level}: ${text}`),
    '',
  ].join('\n');
}

function rulesTable(ruleSet: RuleSet): string[] {
  const rows = resolveRules(ruleSet).map(({ source, destination, service }) => {
    const where = destination.isKnown
      ? `${destination.host} (${destination.publicAddresses.join(', ')})`
      : destination.host;
    return `| ${source === null ? 'everybody else' : sectionName(source)} | ${where} | TCP ${service.port} | allow |`;
  });
  if (rows.length === 0) return ['No server of ours is configured yet.'];
  return ['| From | To | Port | Action |', '| --- | --- | --- | --- |', ...distinct(rows)];
}

function listSection(set: AddressSet): string[] {
  return [
    `## ${sectionName(set)}`,
    '',
    `${countText(set.prefixes.length, 'prefix', 'prefixes')}, ${describeSize(set.prefixes)}.`,
    '',
    '```',
    ...set.prefixes.map(formatPrefix),
    '```',
    '',
  ];
}

function sectionName({ origin, dataCenter, family }: AddressSet): string {
  return `${listNames[origin]}, IPv${family}${dataCenter === null ? '' : `, data centre ${dataCenter}`}`;
}
