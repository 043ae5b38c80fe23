import { formatPrefix } from '@postern/core/prefix';
import { z } from 'zod';
import { capabilities } from './capability.js';
import { sheetWords } from './handover/languages.js';
import type { SheetWords } from './handover/sheet-words.js';
import { linuxSteps } from './linux-steps.js';
import { removalSheet } from './removal-sheet.js';
import { distinct, resolveRules, type AddressSet, type RuleSet } from './rule-set.js';
import { safeText } from './safe-text.js';
import { defineTarget } from './target.js';

const parameters = z.strictObject({
  note: z.string().max(500).default('').meta({ title: 'Note', description: 'A sentence to your IT team.' }),
  language: z.enum(['en', 'de', 'fr']).default('en').meta({
    title: 'Language',
    description: 'The language of the sheet.',
  }),
});

/** A sheet for people: what to open and why, how to test it, how to take it back (R17). */
export const handoverTarget = defineTarget({
  id: 'handover',
  capability: capabilities.handover,
  label: 'Sheet for the IT team',
  kind: 'document',
  proof: 'stored example output',
  parameters,
  render: (ruleSet, { note, language }) => ({
    files: [
      { path: 'postern-handover.md', mediaType: 'text/markdown', text: sheet(ruleSet, note, language) },
    ],
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

/** Findings are in English, so a sheet in another language has none; the answer has them beside it. */
function sheet(ruleSet: RuleSet, note: string, language: keyof typeof sheetWords): string {
  const words = sheetWords[language];
  const { vendor, revision, sha256, services, sets, findings } = ruleSet;
  const said = safeText(note, 500);
  return [
    `# ${words.title(vendor)}`,
    '',
    ...(said === '' ? [] : [said, '']),
    words.revision(revision, sha256),
    '',
    ...words.why(vendor),
    ...(services.some(({ protocol }) => protocol === 'webhook') ? [words.webhooks(vendor)] : []),
    '',
    `## ${words.rules}`,
    '',
    ...rulesTable(ruleSet, words),
    '',
    ...sets.flatMap((set) => listSection(set, words)),
    ...linuxSteps(words),
    '',
    ...words.cluster,
    '',
    ...words.after,
    '',
    ...words.goodToKnow,
    ...(language === 'en' ? findings : []).map(({ level, text }) => `- ${level}: ${text}`),
    '',
  ].join('\n');
}

function rulesTable(ruleSet: RuleSet, words: SheetWords): string[] {
  const rows = resolveRules(ruleSet).map(({ source, destination, service }) => {
    const where = destination.isKnown
      ? `${destination.host} (${destination.publicAddresses.join(', ')})`
      : destination.host;
    return `| ${source === null ? words.everybodyElse : sectionName(source, words)} | ${where} | TCP ${service.port} | ${words.allow} |`;
  });
  if (rows.length === 0) return [words.noServers];
  return [`| ${words.ruleColumns.join(' | ')} |`, '| --- | --- | --- | --- |', ...distinct(rows)];
}

function listSection(set: AddressSet, words: SheetWords): string[] {
  return [
    `## ${sectionName(set, words)}`,
    '',
    `${words.prefixes(set.prefixes.length)}, ${words.size(set.prefixes)}.`,
    '',
    '```',
    ...set.prefixes.map(formatPrefix),
    '```',
    '',
  ];
}

function sectionName({ origin, dataCenter, family }: AddressSet, words: SheetWords): string {
  const center = dataCenter === null ? '' : `, ${words.dataCenter(dataCenter)}`;
  return `${words.lists[origin]}, IPv${family}${center}`;
}
