import { describe, expect, test } from '@jest/globals';
import { onlyWrong, readLines, repairLine, type LineDefaults } from './read-lines';

const none: LineDefaults = { protocol: null, dataCenter: null, state: 'active', activeFrom: null };
const imap: LineDefaults = { ...none, protocol: 'imap' };
const brief = (text: string, defaults = imap) => {
  const { entries, wrong, blank } = readLines(text, defaults);
  return {
    entries: entries.map(({ cidr, protocol }) => `${cidr} ${protocol}`),
    wrong: wrong.map(({ line, path, code, suggestion }) => [line, path, code, suggestion]),
    blank,
  };
};

describe('reading pasted lines of an allowlist', () => {
  test.each([
    ['an address and a prefix', '192.0.2.1\n2001:db8::/48', ['192.0.2.1/32 imap', '2001:db8::/48 imap'], 0],
    ['a protocol behind the prefix', '192.0.2.0/24 SMTP', ['192.0.2.0/24 smtp'], 0],
    [
      'commas, semicolons and bullets',
      '- 192.0.2.1, smtp\n• 192.0.2.2;webhook;',
      ['192.0.2.1/32 smtp', '192.0.2.2/32 webhook'],
      0,
    ],
    ['a line feed at the end', '192.0.2.1\n', ['192.0.2.1/32 imap'], 0],
    [
      'blank lines and bullets without an address, which are left out',
      '192.0.2.1\n\n  \n-\n192.0.2.2',
      ['192.0.2.1/32 imap', '192.0.2.2/32 imap'],
      3,
    ],
    ['nothing', '', [], 0],
    [
      'the feed as CSV',
      'cidr,first,last,protocol,direction\n192.0.2.0/24,192.0.2.0,192.0.2.255,smtp,egress\n',
      ['192.0.2.0/24 smtp'],
      0,
    ],
  ])('reads %s', (_, text, entries, blank) => {
    expect(brief(text)).toEqual({ entries, wrong: [], blank });
  });

  test.each([
    ['any', [[1, 'cidr', 'prefix-malformed', undefined]]],
    ['0.0.0.0/0', [[1, 'cidr', 'prefix-malformed', undefined]]],
    ['192.0.2.1\n192.0.2.9/24', [[2, 'cidr', 'prefix-malformed', '192.0.2.0/24']]],
    ['192.0.2.1 pop3', [[1, 'protocol', 'not-a-choice', undefined]]],
    ['192.0.2.1 imap Frankfurt', [[1, 'Frankfurt', 'unknown-field', undefined]]],
    ['cidr,protocol\n,imap', [[2, 'cidr', 'required', undefined]]],
    ['[{"cidr":"192.0.2.1"', [[1, '', 'not-json', undefined]]],
    ['[{"cidr":"","protocol":"imap"}]', [[1, 'cidr', 'required', undefined]]],
  ])('refuses “%s” with its line and field', (text, wrong) => {
    expect(brief(text).wrong).toEqual(wrong);
  });

  test('refuses a line without a protocol if none is chosen: it never means every list', () => {
    expect(brief('192.0.2.1', none).wrong).toEqual([[1, 'protocol', 'required', undefined]]);
  });

  test('keeps the states, dates and notes of a CSV and of a JSON document', () => {
    const csv = 'cidr;protocol;state;activeFrom;note\n192.0.2.0/24;imap;announced;2027-02-01;"new; first"';
    const entry = {
      cidr: '192.0.2.0/24',
      protocol: 'imap',
      dataCenter: null,
      direction: 'egress',
      state: 'announced',
      activeFrom: '2027-02-01T00:00:00Z',
      retireAfter: null,
      note: 'new; first',
    };
    expect(readLines(csv, imap).entries).toEqual([entry]);
    const dataCenters = [{ id: 'eu1', label: 'Frankfurt' }];
    const document = { schema: 'postern-allowlist/1', dataCenters, entries: [entry] };
    expect(readLines(JSON.stringify(document), none)).toMatchObject({
      entries: [entry],
      dataCenters,
      wrong: [],
    });
  });

  test('a repaired line is right, and only the wrong lines are left after adding', () => {
    const text = '192.0.2.1 imap\n192.0.2.9/24 imap\n';
    const [wrong] = readLines(text, none).wrong;
    const repaired = repairLine(text, wrong!, wrong!.suggestion!);
    expect(repaired).toBe('192.0.2.1 imap\n192.0.2.0/24 imap\n');
    expect(onlyWrong(text, [wrong!])).toBe('192.0.2.9/24 imap');
    expect(onlyWrong(repaired, [])).toBe('');
  });
});
