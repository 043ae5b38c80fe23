import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync, Visitor } from 'oxc-parser';

const root = join(import.meta.dirname, '../..');
const source = join(root, 'apps/console/src');
const literal =
  /\b(?:aria-label|title|placeholder|label|description|alt)="[^"]*[A-Za-z][^"]*"|(?<![=-])>\s*[^<>{}=;()&|]*[A-Za-z]{2,}[^<>{}=;()&|]*<\//g;

/** Names of protocols, and examples of an address, a URL, a data centre and a certificate, are the same in every language. */
const isNameOrExample = (text: string) =>
  /="(?:IMAP|SMTP|(?:jane@)?example\.com|https:\/\/hooks\.example\.com\/postern|eu1|Frankfurt|-----BEGIN CERTIFICATE-----)"$/.test(
    text,
  );

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

test('no component writes a colon behind a text itself, because French has a space before it', () => {
  const view = join(root, 'packages/connect/src/view');
  const files = [source, view]
    .flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)),
    )
    .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.') && !file.includes('/text/'));
  const found = files.flatMap((file) => colonsIn(file, readFileSync(file, 'utf8')));
  expect(found).toEqual([]);
});

test.each(['<i>{name}: {value}</i>', '`${name}: ${value}`', '<b>{name}:</b>', '<b>\n  {name}:\n</b>'])(
  'a colon in %s is found',
  (component) => expect(colonsIn('a.tsx', component)).toHaveLength(1),
);

/** The places of a file where a colon follows a value. A colon between two values without a space is that of a port. */
function colonsIn(file: string, content: string): string[] {
  const found: string[] = [];
  const check = (texts: readonly (string | null)[]) => {
    for (const [index, text] of texts.entries())
      if (text !== null && index > 0 && (/^:\s/.test(text) || (text === ':' && index === texts.length - 1)))
        found.push(`${file}: ${texts.map((each) => each ?? '…').join('')}`);
  };
  new Visitor({
    JSXElement: ({ children }) =>
      check(['', ...children.map((it) => (it.type === 'JSXText' ? it.value : null))]),
    TemplateLiteral: ({ quasis }) => check(quasis.map(({ value }) => value.cooked)),
  }).visit(parseSync(file, content).program);
  return found;
}

/** Marks whose space is missing or can break: `:`, `«` and `»` have a no-break space, `;`, `?` and `!` a narrow one. */
const wrongSpace =
  /(?:^|[^\u00a0]):(?=\s|$)|[ \u202f]:|(?:^|[^\u202f])[;?!](?=[\s)]|$)|[^\u00a0]»|«[^\u00a0]/gu;

test('every French text has the right space at each mark', () => {
  const folder = join(root, 'apps/console/src/text/fr');
  const files = [
    ...readdirSync(folder).map((file) => join(folder, file)),
    join(root, 'packages/connect/src/text/fr.ts'),
    join(root, 'packages/firewall/src/handover/fr.ts'),
  ];
  const texts = files.flatMap((file) => textsOf(file));
  expect(texts.length).toBeGreaterThan(1000);
  expect(texts.filter((text) => text !== '?' && withoutCommands(text).match(wrongSpace) !== null)).toEqual(
    [],
  );
});

test.each(['Nom: Jeanne', 'Nom : Jeanne', 'Nom:', 'Oui ; non', 'Oui?', '« oui »', 'Un :'])(
  'the wrong space in “%s” is found',
  (text) => expect(text).toMatch(wrongSpace),
);

/** A text of Markdown without its commands, which have spaces of their own. */
function withoutCommands(text: string): string {
  return text.replaceAll(/`[^`]*`/g, 'x');
}

/** The texts of a catalogue's file, with a letter in place of each value. */
function textsOf(file: string): string[] {
  const texts: string[] = [];
  new Visitor({
    Literal: ({ value }) => {
      if (typeof value === 'string') texts.push(value);
    },
    TemplateLiteral: ({ quasis }) => {
      texts.push(quasis.map(({ value }) => value.cooked).join('x'));
    },
  }).visit(parseSync(file, readFileSync(file, 'utf8')).program);
  return texts;
}
