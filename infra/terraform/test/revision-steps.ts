import { buildRuleSet } from '@postern/firewall/build-rule-set';
import type { RuleSet } from '@postern/firewall/rule-set';
import { documentOf, domainOf } from '@postern/firewall/test/scenarios';

/** From one revision to the next, for one server with IMAP and SMTP. */
export type RevisionStep = { readonly title: string; readonly before: RuleSet; readonly after: RuleSet };

type Entry = { readonly cidr: string; readonly protocol: string; readonly dataCenter?: string };

/** Networks that are no neighbours, so that no two of them merge. */
const imap = (count: number, from = 0): Entry[] =>
  Array.from({ length: count }, (_, index) => ({
    cidr: `52.${64 + ((index + from) >> 7)}.${((index + from) & 127) * 2}.0/24`,
    protocol: 'imap',
  }));
const at = (dataCenter: string, entries: readonly Entry[]): Entry[] =>
  entries.map((entry) => ({ ...entry, dataCenter }));
const smtp: Entry[] = [{ cidr: '203.0.113.32/27', protocol: 'smtp' }];
const ipv6: Entry[] = [{ cidr: '2001:db8:b::/48', protocol: 'smtp' }];

function revision(entries: readonly Entry[], dataCenters: readonly string[] = []): RuleSet {
  const document = documentOf([...smtp, ...entries]);
  return buildRuleSet(
    { ...document, dataCenters: ['eu1', 'us1'].map((id) => ({ id, label: id })) },
    { dataCenters, domains: [domainOf('mail.example.com')], destinations: {} },
  );
}

const twoCenters = [...at('eu1', imap(20)), ...at('us1', imap(15, 20))];
const mostlyShared = [...imap(20), ...at('us1', imap(15, 20))];

/** The steps that move prefixes from one list to another; each run of Terraform takes seconds of CPU time for a list. */
export const hardSteps = ['95 → 105 entries, two lists', 'no data centre → two'];

export const revisionSteps: readonly RevisionStep[] = [
  { title: 'one prefix more', before: revision(imap(25)), after: revision(imap(26)) },
  { title: 'one prefix less', before: revision(imap(25)), after: revision(imap(24)) },
  { title: 'one prefix is replaced', before: revision(imap(25)), after: revision(imap(25, 1)) },
  { title: '30 → 31 entries, a larger list', before: revision(imap(30)), after: revision(imap(31)) },
  { title: '95 → 105 entries, two lists', before: revision(imap(95)), after: revision(imap(105)) },
  { title: '105 → 95 entries, one list again', before: revision(imap(105)), after: revision(imap(95)) },
  { title: '95 → 350 entries', before: revision(imap(95)), after: revision(imap(350)) },
  { title: 'IPv6 appears', before: revision(imap(25)), after: revision([...imap(25), ...ipv6]) },
  { title: 'IPv6 leaves', before: revision([...imap(25), ...ipv6]), after: revision(imap(25)) },
  { title: 'no data centre → one', before: revision(imap(25)), after: revision(imap(25), ['eu1']) },
  {
    title: 'one data centre → two',
    before: revision(twoCenters, ['eu1']),
    after: revision(twoCenters, ['eu1', 'us1']),
  },
  {
    title: 'two data centres → one',
    before: revision(mostlyShared, ['eu1', 'us1']),
    after: revision(mostlyShared, ['us1']),
  },
  {
    title: 'no data centre → two',
    before: revision(imap(35)),
    after: revision(twoCenters, ['eu1', 'us1']),
  },
  {
    title: 'two data centres → none',
    before: revision(twoCenters, ['eu1', 'us1']),
    after: revision(imap(35)),
  },
  {
    title: 'no data centre → two, and 150 entries are split between them',
    before: revision(imap(150)),
    after: revision([...at('eu1', imap(80)), ...at('us1', imap(70, 80))], ['eu1', 'us1']),
  },
];
