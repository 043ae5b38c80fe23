import { finding } from '@postern/core/findings/finding-texts';
import type { PfPlan } from './pf-aliases.js';
import type { RuleSet } from './rule-set.js';
import { headerLines, type RenderedFile } from './target.js';

/** Aliases let nobody in by themselves. */
export const ruleFinding = finding('info', 'rules-by-hand');

/** The rules that a person makes once on OPNsense or pfSense, by the names of their aliases. */
export function rulesSheet(
  ruleSet: RuleSet,
  { rules }: PfPlan,
  label: string,
  networkInterface: string,
  load: string,
): RenderedFile {
  const rows = rules.map(
    ({ source, destination, port, description }) =>
      `| Pass | ${networkInterface} | IPv4+IPv6 | TCP | ${source} | ${destination} | ${port} | ${description} |`,
  );
  const table = [
    '| Action | Interface | Family | Protocol | Source | Destination | Destination port | Description |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
  ];
  const text = [
    `# Rules for ${label}`,
    '',
    ...headerLines(ruleSet).map((line) => `${line}  `),
    '',
    `1. ${load}`,
    `2. Firewall, Rules, ${networkInterface}: make each of these rules once, above a rule that blocks. A later revision changes the aliases only, and its sheet has a row more where a server is new.`,
    '3. If the firewall forwards the ports with NAT, set the filter rule association of the port forward to None: the rule that it makes by itself lets everybody in.',
    '',
    ...(rules.length === 0 ? ['No server of yours is configured yet: there is no rule to make.'] : table),
    '',
    'Every alias that these rules name holds entries. Never leave a source, destination or port empty: empty means any.',
    '',
  ].join('\n');
  return { path: 'postern-rules.md', mediaType: 'text/markdown', text };
}
