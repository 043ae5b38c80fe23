import { expect, test } from '@jest/globals';
import { applySuggestions, cellAt, leaveLineOut, type Suggestion } from './apply-suggestion';

/** The content with one value in its place alone; `null` if the place is not found. */
function applySuggestion(content: string, suggestion: Omit<Suggestion, 'isForAll'>): string | null {
  const { content: changed, applied } = applySuggestions(content, [{ ...suggestion, isForAll: false }]);
  return applied.length === 0 ? null : changed;
}

test('puts a value into every row whose cell of that column has the same mistake', () => {
  const content = 'domain;tls;note\r\na.b;SLS;SLS\r\nb.c;"SLS";\r\nc.d;SLS-X;SLS\r\nd.e;;\r\n';
  const suggestion = { line: 2, path: 'imapTls', column: 'B', value: 'SSL', isForAll: true };
  expect(applySuggestions(content, [suggestion])).toEqual({
    content: 'domain;tls;note\r\na.b;SSL;SLS\r\nb.c;SSL;\r\nc.d;SLS-X;SLS\r\nd.e;;\r\n',
    applied: [{ suggestion, old: 'SLS', rows: 2 }],
  });
  const empty = { ...suggestion, line: 5 };
  expect(applySuggestions(content, [empty]).applied).toEqual([{ suggestion: empty, old: '', rows: 1 }]);
});

test('puts a thousand values into a hundred thousand rows in one pass', () => {
  const rows = Array.from({ length: 100_000 }, (_, at) => `a${at}.example;mistake${at % 1000};587`);
  const suggestions = Array.from({ length: 1000 }, (_, at): Suggestion => {
    return { line: at + 1, path: 'imapHost', column: 'B', value: `right${at}`, isForAll: true };
  });
  const begun = performance.now();
  const { content, applied } = applySuggestions(rows.join('\n'), suggestions);
  expect(content).not.toContain('mistake');
  expect(applied.map(({ rows: changed }) => changed)).toEqual(suggestions.map(() => 100));
  expect(performance.now() - begun).toBeLessThan(20_000); // A pass for each value takes minutes.
});

test.each([
  ['a cell', 'domain,kind\n@a.example,imap\n', 2, 'A', 'a.example', 'domain,kind\na.example,imap\n'],
  ['a later column', 'domain,imapPort\na.example,99\n', 2, 'B', '993', 'domain,imapPort\na.example,993\n'],
  [
    'a semicolon file with CR LF',
    'domain;kind\r\n@a.b;imap\r\n',
    2,
    'A',
    'a.b',
    'domain;kind\r\na.b;imap\r\n',
  ],
  ['a file with tabs', 'domain\tkind\n@a.b\timap', 2, 'A', 'a.b', 'domain\tkind\na.b\timap'],
  [
    'a cell after a quoted delimiter',
    'note,domain\n"a, b",@a.b\n',
    2,
    'B',
    'a.b',
    'note,domain\n"a, b",a.b\n',
  ],
  ['a quoted cell', 'domain,kind\n"@a.b",imap', 2, 'A', 'a.b', 'domain,kind\na.b,imap'],
  ['a value that needs quotes', 'domain,kind\nx,imap', 2, 'A', 'a,"b', 'domain,kind\n"a,""b",imap'],
  ['a file with other headings', 'Mail domain,Type\n@a.b,imap', 2, 'A', 'a.b', 'Mail domain,Type\na.b,imap'],
  ['the last line', 'domain\n@a.b', 2, 'A', 'a.b', 'domain\na.b'],
])('puts the value into %s', (_, content, line, column, value, expected) => {
  expect(applySuggestion(content, { line, column, path: 'domain', value })).toBe(expected);
});

test('counts columns as a spreadsheet does, AA after Z', () => {
  const row = Array.from({ length: 28 }, (_, index) => `c${index}`).join(',');
  const changed = applySuggestion(row, { line: 1, column: 'AA', path: 'domain', value: 'x' });
  expect(changed?.split(',')[26]).toBe('x');
});

test.each([
  ['a line', '{"domain":"@a"}\n{"domain":"@b"}', 2, 'domain', 'b.c', '{"domain":"@a"}\n{"domain":"b.c"}'],
  ['a number', '{"imap":{"port":99}}', 1, 'imap.port', '993', '{"imap":{"port":993}}'],
])('puts the value into %s of an NDJSON file', (_, content, line, path, value, expected) => {
  expect(applySuggestion(content, { line, column: null, path, value })).toBe(expected);
});

test.each([
  ['a line that does not exist', 'domain\na\n', 9, 'A', 'domain'],
  ['a row that is too short', 'kind,domain\nimap\n', 2, 'B', 'domain'],
  ['a row without a column', 'kind\nimap\n', 2, null, 'domain'],
  ['a cell that continues in the next line', 'domain,note\na,"b\nc"\n', 2, 'A', 'domain'],
  ['JSON without the object of the field', '{"domain":"a"}', 1, null, 'imap.port'],
  ['broken JSON', '{"domain":', 1, null, 'domain'],
])('leaves %s as it is', (_, content, line, column, path) => {
  expect(applySuggestion(content, { line, column, path, value: 'x' })).toBeNull();
});

test('a line is left out as an empty line, so that the numbers of the others stay', () => {
  expect(leaveLineOut('domain;x\r\na;1\r\nb;2\r\n', 2)).toBe('domain;x\r\n\r\nb;2\r\n');
  expect(leaveLineOut('domain,x\na,"1\n2"\n', 2)).toBeNull();
  expect(leaveLineOut('domain\n', 9)).toBeNull();
});

test('the cell of a place is read without its quotes', () => {
  const content = 'domain;note\r\na.example;"x ""y"""\r\n';
  expect([
    cellAt(content.split('\r\n'), 2, 'A'),
    cellAt(content.split('\r\n'), 2, 'B'),
    cellAt(content.split('\r\n'), 2, 'C'),
    cellAt(content.split('\r\n'), 9, 'A'),
  ]).toEqual(['a.example', 'x "y"', '', '']);
});
