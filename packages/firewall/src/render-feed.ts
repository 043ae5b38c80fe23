import { formatPrefixText } from '@postern/core/allowlist-selection';
import { formatIpAddress } from '@postern/core/ip-address';
import { formatPrefix } from '@postern/core/prefix';
import { lastAddress } from '@postern/core/prefix-set';
import { z } from 'zod';
import { capabilities } from './capability.js';
import { removalSheet } from './removal-sheet.js';
import type { AddressSet, RuleSet } from './rule-set.js';
import { defineTarget, type RenderedFile } from './target.js';

const parameters = z.strictObject({
  format: z.enum(['text', 'csv', 'json']).default('text').meta({
    title: 'Format',
    description: 'text: one prefix a line, as PAN-OS, FortiGate, SonicWall and pfSense poll it.',
  }),
});

/** Lists alone, a file for each protocol, data centre and family; JSON is one file. */
export const feedTarget = defineTarget({
  id: 'feed',
  capability: capabilities.feed,
  label: 'Lists for firewalls that poll (text, CSV, JSON)',
  kind: 'list',
  proof: 'stored example output, read back by a strict parser',
  parameters,
  render: (ruleSet, { format }) => ({
    files: renderers[format](ruleSet),
    removes: [removalSheet(ruleSet, removalSteps)],
    findings: ruleSet.findings,
  }),
});

const removalSteps = [
  'On every device that reads these lists, delete the rules that name them, then the lists themselves: a device that polls calls them external dynamic list, external resource, URL table or address list.',
  'Commit, and look for lists whose address contains `/v1/allowlist`, on standby devices too.',
  'Revoke the tokens of the role network that the devices used: in the console under Tokens, or with `DELETE /v1/tokens/{id}`.',
  'Delete copies of these files.',
];

const renderers: Record<z.output<typeof parameters>['format'], (ruleSet: RuleSet) => RenderedFile[]> = {
  text: ({ sets }) =>
    sets.map((set) => ({
      path: `${set.key}.txt`,
      mediaType: 'text/plain',
      text: formatPrefixText(set.prefixes),
    })),
  csv: ({ sets }) => sets.map((set) => ({ path: `${set.key}.csv`, mediaType: 'text/csv', text: csv(set) })),
  json: (ruleSet) => [{ path: 'postern.json', mediaType: 'application/json', text: json(ruleSet) }],
};

function csv({ prefixes, origin, dataCenter }: AddressSet): string {
  const rows = prefixes.map((prefix) => {
    const last = formatIpAddress({ family: prefix.family, value: lastAddress(prefix) });
    return [formatPrefix(prefix), formatIpAddress(prefix), last, origin, dataCenter ?? ''].join(',');
  });
  return ['cidr,first,last,protocol,dataCenter', ...rows, ''].join('\r\n');
}

function json({ vendor, revision, sha256, sets }: RuleSet): string {
  const lists = sets.map(({ key, origin, dataCenter, family, prefixes }) => ({
    key,
    protocol: origin,
    dataCenter,
    family,
    prefixes: prefixes.map(formatPrefix),
  }));
  return `${JSON.stringify({ vendor, revision, sha256, lists }, null, 2)}\n`;
}
