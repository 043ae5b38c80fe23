import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import {
  allowlistInputSchema,
  digestAllowlist,
  sealAllowlist,
  type AllowlistInput,
} from './allowlist-document.js';
import { diffAllowlists } from './allowlist-diff.js';
import { lintAllowlist } from './allowlist-lint.js';
import { formatPrefixCsv, formatPrefixText, narrowAllowlist, selectPrefixes } from './allowlist-selection.js';
import { parseIpAddress } from './ip-address.js';
import { countAddresses, findPrefix } from './prefix-set.js';
import { isSampleAllowlist, sampleAllowlist } from './sample-allowlist.js';
import { parseSeedPage } from '../scripts/seed-page.js';
import { readVendorFeed, vendorFeedSchema } from './vendor-feed.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const page = readFileSync(new URL('../seed/allowlist-section.txt', import.meta.url), 'utf8');
const seal = (entries: object[], revision = 2, dataCenters: object[] = [{ id: 'eu1', label: 'Frankfurt' }]) =>
  sealAllowlist(
    { vendor: 'Example', ...allowlistInputSchema.parse({ dataCenters, entries }) },
    { revision, publishedAt: `2026-11-2${revision}T00:00:00.000Z`, sha256 },
  );
const input = (entries: object[]): AllowlistInput =>
  allowlistInputSchema.parse({ dataCenters: [{ id: 'eu1', label: 'Frankfurt' }], entries });
const codes = (findings: { code: string }[]) => findings.map(({ code }) => code);

describe('reading the two address lists of the vendor’s help page', () => {
  test('R20 refuses blank bullets with their line number and reads unsorted addresses and prefixes', () => {
    const { entries, refused } = parseSeedPage(page);
    expect(refused).toEqual([
      { line: 6, list: 'smtp', reason: 'blank', text: '' },
      { line: 20, list: 'imap', reason: 'blank', text: '' },
    ]);
    expect(entries.filter(({ protocol }) => protocol === 'smtp')).toHaveLength(12);
    expect(entries.filter(({ protocol }) => protocol === 'imap')).toHaveLength(12);
  });

  test('R20 refuses a malformed bullet instead of reading it as a broader prefix', () => {
    const { entries, refused } = parseSeedPage(
      '- SMTP IP addresses:\n- 143.244.82.12/0\n- any\n-\t\n- 143.244.082.12\nend\n- 192.0.2.1',
    );
    expect(entries).toEqual([]);
    expect(refused.map(({ line, reason }) => [line, reason])).toEqual([
      [2, 'malformed'],
      [3, 'malformed'],
      [4, 'blank'],
      [5, 'malformed'],
    ]);
  });

  test('the committed sample list equals the list on the vendor’s help page', () => {
    const { schema, revision, publishedAt, vendor, dataCenters } = sampleAllowlist;
    const fresh = sealAllowlist(
      { vendor, dataCenters, entries: parseSeedPage(page).entries },
      { revision, publishedAt, sha256 },
    );
    expect(fresh).toEqual(sampleAllowlist);
    expect(schema).toBe('postern-allowlist/1');
    expect(isSampleAllowlist(sampleAllowlist)).toBe(true);
  });
});

describe('R21 the address counts of the vendor’s help page', () => {
  const smtp = selectPrefixes(sampleAllowlist, { dataCenters: [], protocol: 'smtp' });
  const imap = selectPrefixes(sampleAllowlist, { dataCenters: [], protocol: 'imap' });
  const holds = (set: typeof smtp, text: string) => findPrefix(set, parseIpAddress(text)!) !== null;

  test('R21 the twelve SMTP entries merge to six prefixes with 264 addresses', () => {
    expect(formatPrefixText(smtp)).toBe(
      '54.174.62.128/26\n54.174.62.192/30\n141.193.184.0/27\n141.193.185.0/27\n143.244.82.12/30\n143.244.87.0/25\n',
    );
    expect(countAddresses(smtp)).toBe(264n);
  });

  test('R21 the twelve IMAP entries merge to six prefixes with 264 addresses', () => {
    expect(formatPrefixText(imap)).toBe(
      '54.174.62.128/26\n54.174.62.196/30\n141.193.184.0/27\n141.193.185.0/27\n143.244.82.8/30\n143.244.87.0/25\n',
    );
    expect(countAddresses(imap)).toBe(264n);
  });

  test.each([
    ['54.174.62.195', true, false],
    ['54.174.62.196', false, true],
    ['143.244.82.12', true, false],
    ['143.244.82.11', false, true],
    ['143.244.87.127', true, true],
    ['143.244.87.128', false, false],
    ['54.174.62.127', false, false],
  ])('R21 the address %s is in the SMTP list: %s, and in the IMAP list: %s', (address, inSmtp, inImap) => {
    expect([holds(smtp, address), holds(imap, address)]).toEqual([inSmtp, inImap]);
  });

  test('R22 the Exchange list is the union of the IMAP list and the SMTP list', () => {
    const union = selectPrefixes(sampleAllowlist, { dataCenters: [], protocol: 'exchange' });
    expect(formatPrefixText(union)).toBe(
      '54.174.62.128/26\n54.174.62.192/29\n141.193.184.0/27\n141.193.185.0/27\n143.244.82.8/29\n143.244.87.0/25\n',
    );
  });
});

describe('R19 selecting allowlist entries by data centre', () => {
  const document = seal(
    [
      { cidr: '192.0.2.0/25', protocol: 'imap', dataCenter: 'eu1' },
      { cidr: '192.0.2.128/25', protocol: 'imap' },
      { cidr: '198.51.100.1', protocol: 'imap', dataCenter: 'na1' },
      { cidr: '2001:db8::/48', protocol: 'imap', dataCenter: 'eu1' },
    ],
    2,
    [
      { id: 'eu1', label: 'a' },
      { id: 'na1', label: 'b' },
    ],
  );
  const text = (dataCenters: string[], family?: 4 | 6) =>
    formatPrefixText(selectPrefixes(document, { dataCenters, protocol: 'imap', family }));

  test('R19 a data centre’s selection has its own entries and those without a data centre', () => {
    expect(text(['eu1'])).toBe('192.0.2.0/24\n2001:db8::/48\n');
    expect(text(['eu1'], 6)).toBe('2001:db8::/48\n');
  });

  test('R19 a selection without data centres has only the entries without a data centre', () => {
    expect(text([])).toBe('192.0.2.128/25\n');
    expect(narrowAllowlist(document, { dataCenters: [] }).entries).toHaveLength(1);
  });

  test('R19 a selection of two data centres has the entries of both', () => {
    expect(text(['na1', 'eu1'], 4)).toBe('192.0.2.0/24\n198.51.100.1/32\n');
  });
});

test('R31 the CSV of an allowlist has a header and one row per prefix', () => {
  const set = selectPrefixes(sampleAllowlist, { dataCenters: [], protocol: 'smtp' });
  expect(formatPrefixCsv(set, 'smtp').split('\r\n').slice(0, 2)).toEqual([
    'cidr,first,last,protocol,direction',
    '54.174.62.128/26,54.174.62.128,54.174.62.191,smtp,egress',
  ]);
});

describe('the digest of an allowlist', () => {
  const entries = [
    { cidr: '192.0.2.7', protocol: 'imap' },
    { cidr: '192.0.2.0/29', protocol: 'smtp', note: 'new rack' },
  ];
  test('the digest of an allowlist does not depend on the order, the revision or the time', () => {
    expect(seal(entries, 3).sha256).toBe(seal([...entries].reverse(), 2).sha256);
    expect(digestAllowlist(seal(entries), sha256)).toBe(seal(entries).sha256);
  });
  test('the digest of an allowlist changes with every field of the content', () => {
    const base = seal(entries);
    for (const change of [
      { note: 'x' },
      { state: 'retiring' },
      { dataCenter: 'eu1' },
      { cidr: '192.0.2.0/30' },
      { protocol: 'imap' },
    ]) {
      expect(seal([entries[0]!, { ...entries[1], ...change }]).sha256).not.toBe(base.sha256);
    }
  });
});

test('B5 the list of changes names entries that were added, removed or changed in state or dates', () => {
  const before = seal([
    { cidr: '192.0.2.1', protocol: 'imap' },
    { cidr: '192.0.2.2', protocol: 'imap' },
    { cidr: '192.0.2.3', protocol: 'imap' },
  ]);
  const after = seal(
    [
      { cidr: '192.0.2.1', protocol: 'imap', note: 'a changed note is not reported' },
      { cidr: '192.0.2.2', protocol: 'imap', state: 'retiring', retireAfter: '2026-12-24T00:00:00Z' },
      { cidr: '192.0.2.2', protocol: 'smtp', state: 'announced', activeFrom: '2026-12-01T00:00:00Z' },
    ],
    3,
  );
  expect(
    diffAllowlists(before, after).map(({ revision, change, entry, effectiveAt }) => [
      revision,
      change,
      entry.cidr,
      entry.protocol,
      effectiveAt,
    ]),
  ).toEqual([
    [3, 'state', '192.0.2.2/32', 'imap', '2026-12-24T00:00:00Z'],
    [3, 'added', '192.0.2.2/32', 'smtp', '2026-12-01T00:00:00Z'],
    [3, 'removed', '192.0.2.3/32', 'imap', '2026-11-23T00:00:00.000Z'],
  ]);
  expect(diffAllowlists(after, after)).toEqual([]);
});

describe('allowlists that the schema refuses', () => {
  test.each([
    ['', undefined],
    ['any', undefined],
    ['0.0.0.0/0', undefined],
    ['192.0.2.1/24', '192.0.2.0/24'],
    ['::ffff:192.0.2.0/120', undefined],
    ['10.0.0.0/-1', undefined],
    ['010.0.0.1', undefined],
  ])('the allowlist schema refuses the prefix %j and suggests %j', (cidr, suggestion) => {
    const parsed = allowlistInputSchema.safeParse({ entries: [{ cidr, protocol: 'imap' }] });
    expect(parsed.error?.issues[0]).toMatchObject({
      path: ['entries', 0, 'cidr'],
      params: suggestion ? { suggestion } : {},
    });
  });
  test('the allowlist schema turns a bare address into a /32 or /128', () => {
    expect(
      input([
        { cidr: '192.0.2.1', protocol: 'imap' },
        { cidr: '2001:DB8::1', protocol: 'imap' },
      ]).entries.map(({ cidr }) => cidr),
    ).toEqual(['192.0.2.1/32', '2001:db8::1/128']);
  });
});

describe('the check of an allowlist', () => {
  const good = [
    { cidr: '54.174.62.0/26', protocol: 'imap' },
    { cidr: '54.174.62.64/26', protocol: 'smtp' },
  ];
  test.each([
    ['nothing wrong in a correct list', good, []],
    ['an empty list', [], ['list-empty']],
    ['a protocol without entries', good.slice(0, 1), ['protocol-empty']],
    [
      'a data centre that is not listed',
      [...good, { cidr: '54.174.63.0/26', protocol: 'smtp', dataCenter: 'na9' }],
      ['data-center-unknown'],
    ],
    ['a duplicate', [...good, good[0]!], ['entry-duplicate']],
    ['a block that is too broad', [...good, { cidr: '96.0.0.0/6', protocol: 'smtp' }], ['prefix-too-broad']],
    ['a private block', [...good, { cidr: '10.1.0.0/16', protocol: 'smtp' }], ['prefix-reserved']],
    [
      'a block that contains a private one',
      [...good, { cidr: '192.168.0.0/15', protocol: 'smtp' }],
      ['prefix-too-broad', 'prefix-reserved'],
    ],
    ['loopback in IPv6', [...good, { cidr: '::1', protocol: 'smtp' }], ['prefix-reserved']],
    ['an example address', [...good, { cidr: '2001:db8::/48', protocol: 'smtp' }], ['prefix-documentation']],
    ['an entry inside another', [...good, { cidr: '54.174.62.9', protocol: 'imap' }], ['entry-shadowed']],
    [
      'an announced entry without a date',
      [...good, { cidr: '54.174.63.9', protocol: 'imap', state: 'announced' }],
      ['date-missing'],
    ],
    [
      'an entry that retires before it is active',
      [
        ...good,
        {
          cidr: '54.174.63.9',
          protocol: 'imap',
          activeFrom: '2026-12-02T00:00:00Z',
          retireAfter: '2026-12-01T00:00:00Z',
        },
      ],
      ['dates-reversed'],
    ],
  ])('the allowlist check finds %s', (_, entries, expected) => {
    expect(codes(lintAllowlist(input(entries)))).toEqual(expected);
  });
  test('a finding about one entry names its place in the list', () => {
    const list = input([...good, { ...good[0], note: 'again' }, { cidr: '10.0.0.0/8', protocol: 'smtp' }]);
    const places = lintAllowlist(list).map(({ code, path }) => [code, path]);
    expect(places).toContainEqual(['entry-duplicate', `entries[${good.length}]`]);
    expect(places).toContainEqual(['prefix-reserved', `entries[${good.length + 1}]`]);
    expect(lintAllowlist(input([])).map(({ path }) => path)).toEqual([undefined]);
  });
  test('the allowlist check finds a protocol and family with half of its former addresses', () => {
    const smaller = input([{ cidr: '54.174.62.0/27', protocol: 'imap' }, good[1]!]);
    expect(lintAllowlist(smaller, input(good))).toContainEqual({
      level: 'warning',
      code: 'list-shrank',
      text: 'The IPv4 list for IMAP shrinks from 64 to 32 addresses',
      values: { family: 4, protocol: 'imap', before: '64', after: '32' },
    });
  });
  test.each([
    [
      'two prefixes that together cover all IPv4 addresses',
      ['0.0.0.0/1', '128.0.0.0/1'],
      ['prefix-too-broad', 'prefix-reserved'],
    ],
    [
      'neighbours of allowed length that add up to a /9',
      Array.from({ length: 8 }, (_, index) => `52.${index * 16}.0.0/12`),
      ['prefix-too-broad', 'merged-too-broad'],
    ],
  ])('the allowlist check finds %s', (_, cidrs, expected) => {
    const wide = input([...good, ...cidrs.map((cidr) => ({ cidr, protocol: 'smtp' }))]);
    const found = lintAllowlist(wide).map(({ code }) => code);
    expect([...new Set(found)].filter((code) => code !== 'entry-shadowed')).toEqual(expected);
  });
  test.each([
    ['an active prefix that is removed', { state: 'active' }, null, ['removed-while-active']],
    [
      'a retiring prefix that is removed before its date',
      { state: 'retiring', retireAfter: '2027-01-10T00:00:00Z' },
      null,
      ['removed-before-retire-date'],
    ],
    [
      'nothing wrong in a retiring prefix that is removed after its date',
      { state: 'retiring', retireAfter: '2026-11-01T00:00:00Z' },
      null,
      [],
    ],
    [
      'an announced prefix that is active before its date',
      { state: 'announced', activeFrom: '2026-12-24T00:00:00Z' },
      { state: 'active' },
      ['active-before-date'],
    ],
    ['nothing wrong in an announced prefix that is withdrawn', { state: 'announced' }, null, []],
  ])('the allowlist check compares with the previous list and finds %s', (_, before, after, expected) => {
    const line = { cidr: '54.174.63.9', protocol: 'imap' };
    const next = input([...good, ...(after === null ? [] : [{ ...line, ...after }])]);
    const previous = input([...good, { ...line, ...before }]);
    expect(codes(lintAllowlist(next, previous, '2026-11-26T00:00:00Z'))).toEqual(expected);
  });
  test('the check of the committed sample list finds nothing', () => {
    expect(lintAllowlist(sampleAllowlist)).toEqual([]);
  });
});

test('reads the vendor’s IP-range feed: a mail prefix not marked as IMAP or SMTP goes to both lists', () => {
  const feed = vendorFeedSchema.parse({
    results: [
      { cidr: '192.0.2.0/25', direction: 'EGRESS', service: 'EMAIL', description: 'One-to-one email (IMAP)' },
      { cidr: '192.0.2.128/25', direction: 'EGRESS', service: 'EMAIL', description: 'Email' },
      { cidr: '198.51.100.0/24', direction: 'INGRESS', service: 'EMAIL', description: 'Inbound' },
      { cidr: '203.0.113.7', direction: 'EGRESS', service: 'DNS' },
    ],
  });
  const { entries, findings } = readVendorFeed(feed);
  expect(entries.map(({ cidr, protocol }) => `${cidr} ${protocol}`)).toEqual([
    '192.0.2.0/25 imap',
    '192.0.2.128/25 imap',
    '192.0.2.128/25 smtp',
  ]);
  expect(codes(findings)).toEqual(['protocol-unknown', 'not-mail']);
  expect(
    vendorFeedSchema.safeParse({ results: [{ cidr: '0.0.0.0/0', direction: 'EGRESS', service: 'EMAIL' }] })
      .success,
  ).toBe(false);
});
