import { expect, test } from '@jest/globals';
import { findingTexts, type FindingCode, type FindingTexts } from '@postern/core/findings/finding-texts';
import { knownProviders } from '@postern/core/provider-facts/known-providers';
import { problemReasons, type ProblemReasons } from '@postern/core/problem-reasons';
import { demandTexts as germanDemands } from './de/demand-texts';
import { findingTexts as german } from './de/finding-texts';
import { parameterTitles as germanTitles } from './de/parameter-titles';
import { problemReasons as germanReasons } from './de/problem-reasons';
import { demandTexts as frenchDemands } from './fr/demand-texts';
import { findingTexts as french } from './fr/finding-texts';
import { parameterTitles as frenchTitles } from './fr/parameter-titles';
import { problemReasons as frenchReasons } from './fr/problem-reasons';

/** Values that no text has by itself. Each set leads to another branch of a text; a code without any is always the same. */
const entry = { entry: '203.0.113.7/32 (IMAP, eu1)' };
const skipped = [{ server: 'POP3' }];
const ofPart = [...skipped, { server: 'POP3', part: 'URL' }] as const;
const rules = { first: 'one-rule', second: 'other-rule' };
const samples: { readonly [Code in FindingCode]: readonly (Parameters<FindingTexts[Code]>[0] & {})[] } = {
  'list-empty': [],
  'protocol-empty': [{ protocol: 'smtp' }],
  'data-center-duplicate': [{ id: 'eu7' }],
  'entry-duplicate': [entry],
  'prefix-too-broad': [entry],
  'merged-too-broad': [{ prefix: '0.0.0.0/0' }],
  'prefix-documentation': [entry],
  'prefix-reserved': [entry],
  'entry-shadowed': [{ ...entry, outer: '203.0.113.0/24' }],
  'date-missing': [
    { ...entry, state: 'announced' },
    { ...entry, state: 'retiring' },
  ],
  'dates-reversed': [entry],
  'list-shrank': [{ family: 6, protocol: 'imap', before: '77', after: '33' }],
  'active-before-date': [{ ...entry, date: '2031-12-01T12:00:00Z' }],
  'removed-while-active': [entry],
  'removed-before-retire-date': [{ ...entry, date: '2031-12-01T12:00:00Z' }],
  'vendor-unnamed': [{ name: 'Somebody' }],
  'accounts-without-data-center': [{ accounts: 77 }],
  'accounts-of-unknown-data-center': [{ accounts: 77 }],
  'data-center-missing': [{ prefixes: 77 }, { prefixes: 77, known: ['eu7', 'us7'] }],
  'data-center-unknown': [{ id: 'ap7' }, { id: 'ap7', known: ['eu7', 'us7'], prefixes: 77 }],
  'list-errors': [{ errors: 77 }],
  'sources-too-broad': [{ prefix: '0.0.0.0/0' }, { prefix: '0.0.0.0/0', list: 'smtp4' }],
  'host-refused': [{}, { owner: 'owner.example' }],
  'hosted-provider': [{ host: 'mx.host.example', provider: 'Somebody' }],
  'webhook-list-empty': [],
  'no-servers': [],
  'family-empty': [{ family: 6, list: 'SMTP' }],
  'set-empty': [{ list: 'SMTP' }],
  'exchange-union': [],
  'destination-unknown': [{ host: 'mx.host.example' }],
  'destination-without-family': [{ host: 'mx.host.example', family: 6 }],
  'destination-unused': [{ host: 'mx.host.example' }],
  placeholder: [
    { marks: ['REPLACE-one', 'REPLACE-two'], more: 0 },
    { marks: ['REPLACE-one'], more: 77 },
  ],
  'address-side': [
    { device: 'pods' },
    { device: 'asa' },
    { device: 'fortigate' },
    { device: 'opnsense' },
    { device: 'pan-os' },
    { device: 'pfsense' },
    { device: 'routeros' },
    { device: 'srx' },
    { device: 'windows' },
  ],
  'feed-token': [],
  'feed-token-expiry': [],
  guide: [{ guide: 'some-device' }],
  order: [
    { what: 'rules', field: 'Place above' },
    { what: 'policies', field: 'Place above' },
  ],
  'sasl-included': [],
  'excludes-others': [{}, { ports: ['1993', '1465'] }, { ports: ['1993', '1465'], isUnlessIsolated: true }],
  'exclusive-refused': [{}, { host: 'mx.host.example', port: 1443 }],
  'needs-plugin': [],
  'needs-version': [],
  'needs-jump': [],
  'source-translated': [],
  'slow-to-apply': [{ minutes: 77, commands: 333 }],
  'rules-by-hand': [],
  'table-size': [{ prefixes: 77, needed: 154 }],
  candidate: [{ device: 'srx' }, { device: 'pan-os', header: 'Postern: a header' }],
  'address-book': [],
  'groups-grow': [],
  'stale-rules': [],
  'policy-id-shared': [{ ...rules, policy: 77 }],
  'priority-taken': [{ ...rules, free: 77 }],
  quota: [{ list: 'smtp4', prefixes: 77, most: 33 }],
  'quota-rules': [
    { cloud: 'aws', name: 'mx.host.example', count: 77, most: 33 },
    { cloud: 'azure', name: 'a-group', count: 77, most: 33 },
  ],
  'comment-cut': [{ characters: 77 }],
  'not-atomic': [],
  'host-missing': skipped,
  'port-missing': skipped,
  'not-encrypted': skipped,
  'encryption-unknown': skipped,
  'host-not-allowed': skipped,
  'username-invalid': skipped,
  'url-missing': skipped,
  'url-invalid': skipped,
  'needs-address': ofPart,
  'placeholder-unknown': ofPart,
  'type-not-used': skipped,
  'exchange-online-retired': [],
  'smtp-username-differs': [{ username: 'jane.example' }],
  'submission-on-465': [],
  'not-offered': [{ label: '_imaps' }],
};

/** What a text names: the values above, names of products and fields, and numbers. A date is in the form of the language. */
const named =
  /“[^”]+”|„[^“]+“|«\u00a0[^»]+\u00a0»|[\w.-]*(?:\.example|-rule|-group|-device)\b|REPLACE-\w+|\b(?:eu|us|ap)7\b|\b\d+\.\d+\.\d+\.\d+\/\d+|\b(?:77|33|154|333|1993|1465|1443|465|6890|5737|3849)\b|\b(?:IMAP|SMTP|POP3|STARTTLS|IPv6|NAT|OAuth|SASL|AWS|Dovecot|Junos|PAN-OS|OPNsense|RouterOS|Cilium|Calico|NetworkPolicy|kubectl|ipset|nftables|Somebody|postern-rules\.md|_submission|_imaps)\b/g;
/** The parameters that texts name, by their English title. */
const englishTitles = {
  'First policy id': 'firstPolicyId',
  Form: 'form',
  'Further sources': 'furtherSources',
  Mode: 'mode',
  'Place above': 'before',
  'Virtual IPs': 'virtualIps',
} as const;
const namesIn = (text: string) =>
  [...new Set(text.match(named))].map((name) => name.replaceAll(/[“”„«»]/g, '').trim()).sort();

test.each([
  ['German', german, germanTitles],
  ['French', french, frenchTitles],
] as const)(
  'every finding names the same values in %s as in English, in words of its own',
  (_, texts, titles) => {
    const titleOf = (name: string) =>
      name in englishTitles ? titles[englishTitles[name as keyof typeof englishTitles]] : name;
    for (const code of Object.keys(samples) as FindingCode[]) {
      const sets: readonly object[] = samples[code].length === 0 ? [{}] : samples[code];
      for (const values of sets) {
        const say = (catalogue: FindingTexts) => (catalogue[code] as (values: object) => string)(values);
        const [english, translated] = [say(findingTexts as FindingTexts), say(texts)];
        const isDate = code.endsWith('-date');
        const names = (text: string): [string, string[]] => [
          code,
          namesIn(text).filter((name) => !isDate || !/^\d+$/.test(name)),
        ];
        const [, named] = names(english);
        expect(names(translated)).toEqual([code, named.map(titleOf).sort()]);
        expect([code, translated]).not.toEqual([code, english]);
        expect([code, translated.endsWith('.')]).toEqual([code, english.endsWith('.')]);
        expect(translated).not.toMatch(/undefined|NaN/);
      }
    }
  },
);

test.each([
  ['German', germanDemands],
  ['French', frenchDemands],
] as const)('every demand of a provider is a sentence in %s', (_, texts) => {
  const demands = knownProviders.flatMap((provider) => provider.demands);
  expect(Object.keys(texts).sort()).toEqual(demands.map(({ id }) => id).sort());
  for (const { id, text } of demands) {
    const translated = texts[id as keyof typeof texts];
    expect([id, translated]).not.toEqual([id, text]);
    expect(translated).toMatch(/\.$/);
    const figures = (said: string) => said.match(/\b(?:20\d\d|IMAP|SMTP|OAuth|POP3|Bridge)\b/g)?.sort();
    expect([id, figures(translated)]).toEqual([id, figures(text)]);
  }
});

test.each([
  ['German', germanReasons],
  ['French', frenchReasons],
] as const)('every reason of a problem is a sentence in %s', (_, texts) => {
  for (const reason of Object.keys(problemReasons) as (keyof ProblemReasons)[]) {
    const translated = texts[reason]({ most: 33 });
    expect(translated).not.toBe((problemReasons as ProblemReasons)[reason]({ most: 33 }));
    expect(translated).toMatch(/^[\p{Lu}][^]*\.$/u);
    expect(translated.includes('33')).toBe(reason.startsWith('too-many') && reason !== 'too-many-servers');
  }
});
