import { expect, test } from '@jest/globals';
import { applySuggestion } from './apply-suggestion';

test.each([
  ['a cell', 'domain,kind\n@a.example,imap\n', 2, 'domain', 'a.example', 'domain,kind\na.example,imap\n'],
  [
    'a nested field',
    'domain,imapPort\na.example,99\n',
    2,
    'imap.port',
    '993',
    'domain,imapPort\na.example,993\n',
  ],
  [
    'a semicolon file with CR LF',
    'domain;kind\r\n@a.example;imap\r\n',
    2,
    'domain',
    'a.example',
    'domain;kind\r\na.example;imap\r\n',
  ],
  [
    'a file with a byte order mark',
    '\uFEFFdomain,kind\n@a,imap',
    2,
    'domain',
    'a.example',
    '\uFEFFdomain,kind\na.example,imap',
  ],
  [
    'a cell after a quoted delimiter',
    'note,domain\n"a, b",@a\n',
    2,
    'domain',
    'a.example',
    'note,domain\n"a, b",a.example\n',
  ],
  ['a quoted cell', 'domain,kind\n"@a",imap', 2, 'domain', 'a.example', 'domain,kind\na.example,imap'],
  ['a value that needs quotes', 'domain,kind\nx,imap', 2, 'domain', 'a,"b', 'domain,kind\n"a,""b",imap'],
  [
    'a heading in other letters',
    'Domain,Kind\n@a,imap',
    2,
    'domain',
    'a.example',
    'Domain,Kind\na.example,imap',
  ],
  [
    'a line of JSON',
    '{"domain":"@a"}\n{"domain":"@b"}',
    2,
    'domain',
    'b.example',
    '{"domain":"@a"}\n{"domain":"b.example"}',
  ],
  ['a number in JSON', '{"imap":{"port":99}}', 1, 'imap.port', '993', '{"imap":{"port":993}}'],
])('puts the value into %s', (_, content, line, path, value, expected) => {
  expect(applySuggestion(content, { line, path, value })).toBe(expected);
});

test.each([
  ['a line that does not exist', 'domain\na\n', 9, 'domain'],
  ['a column that the file does not have', 'domain\na\n', 2, 'imap.port'],
  ['a row that is too short', 'kind,domain\nimap\n', 2, 'domain'],
  ['a cell that goes on in the next line', 'domain,note\na,"b\nc"\n', 2, 'domain'],
  ['JSON without the object of the field', '{"domain":"a"}', 1, 'imap.port'],
  ['broken JSON', '{"domain":', 1, 'domain'],
])('leaves %s alone', (_, content, line, path) => {
  expect(applySuggestion(content, { line, path, value: 'x' })).toBeNull();
});
