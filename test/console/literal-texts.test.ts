import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const source = join(import.meta.dirname, '../../apps/console/src');
const literal =
  /\b(?:aria-label|title|placeholder|label|description|alt)="[^"]*[A-Za-z][^"]*"|(?<![=-])>\s*[^<>{}=;()&|]*[A-Za-z]{2,}[^<>{}=;()&|]*<\//g;

/** Names of protocols, and examples of an address, a data centre and a certificate, are the same in every language. */
const isNameOrExample = (text: string) =>
  /="(?:IMAP|SMTP|(?:jane@)?example\.com|eu1|Frankfurt|-----BEGIN CERTIFICATE-----)"$/.test(text);

test('no component holds a text itself: every text is in the catalogue', () => {
  const components = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.tsx') && !file.endsWith('.test.tsx'),
  );
  expect(components.length).toBeGreaterThan(50);
  const found = components.flatMap((file) =>
    (readFileSync(join(source, file), 'utf8').match(literal) ?? [])
      .filter((text) => !isNameOrExample(text))
      .map((text) => `${file}: ${text}`),
  );
  expect(found).toEqual([]);
});

test.each(['<Text>Hello</Text>', '<Button aria-label="Close" />', '<b>\n  Two words\n</b>'])(
  'a text in %s is found',
  (component) => expect(component.match(literal)).toHaveLength(1),
);

test('components name no language and format no number themselves', () => {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && !file.startsWith('text') && !file.includes('.test.'),
  );
  const found = files.filter((file) =>
    /toLocale\w*String|new Intl\.|'en(?:-\w+)?'/.test(readFileSync(join(source, file), 'utf8')),
  );
  expect(found).toEqual([]);
});
