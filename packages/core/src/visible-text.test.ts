import { expect, test } from '@jest/globals';
import { visibleText } from './visible-text.js';

test.each([
  ['an escape sequence', 'a\u001b[31m', 'a\\u001b[31m'],
  ['a C1 control sequence', 'a\u009b31m', 'a\\u009b31m'],
  ['a carriage return', 'kept\rforged', 'kept\\u000dforged'],
  ['a right-to-left override', 'exe\u202egpj', 'exe\\u202egpj'],
  ['an isolate and its end', '\u2067a\u2069', '\\u2067a\\u2069'],
  ['a zero-width space', 'a\u200bb', 'a\\u200bb'],
  ['a line separator', 'a\u2028b', 'a\\u2028b'],
  ['a tag character', 'a\u{e0041}', 'a\\udb40\\udc41'],
  ['a lone surrogate', 'a\ud800b', 'a\\ud800b'],
  ['line breaks, tabs and letters of every script', 'Zoë\n\t 邮件 🙂', 'Zoë\n\t 邮件 🙂'],
])('%s', (_, text, shown) => {
  expect(visibleText(text)).toBe(shown);
});

test('a JSON document has the same value afterwards', () => {
  const value = { 'name\u202e': 'a\u009b\u200b\u{e0041}\ud800\u001b' };
  expect(JSON.parse(visibleText(JSON.stringify(value)))).toEqual(value);
});
