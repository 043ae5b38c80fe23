import { readFileSync, existsSync, globSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { readImports } from '../infra/check/read-imports.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const find = (pattern: string) =>
  globSync(pattern, {
    cwd: root,
    exclude: (name) => ['node_modules', 'dist', 'golden', '.git'].includes(name),
  }).toSorted();

/** The files that a text links to, from the root of the checkout. Links to other hosts and inside a page are left out. */
function linksIn(text: string, file: string): string[] {
  return [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
    .map(([, link]) => link!)
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => relative(root, join(root, dirname(file), link)));
}

/** The text under a heading, up to the next heading of the same level. */
function section(file: string, heading: string): string {
  const text = read(file);
  const start = text.indexOf(`\n${heading}`);
  if (start < 0) throw new Error(`${file} has no heading "${heading}"`);
  const next = text.indexOf(`\n${heading.split(' ')[0]} `, start + 1);
  return text.slice(start, next < 0 ? undefined : next);
}

test.each(find('**/*.md'))('every link of %s leads to a file', (file) => {
  expect(linksIn(read(file), file).filter((target) => !existsSync(join(root, target)))).toEqual([]);
});

describe('flow A', () => {
  const stations = linksIn(section('docs/architecture.md', '## Flow A'), 'docs/architecture.md');

  test('the README and docs/architecture.md list the same files', () => {
    const inReadme = linksIn(section('README.md', '## From saving to the report'), 'README.md');
    expect(inReadme.filter((target) => !target.startsWith('docs/'))).toEqual(stations);
    expect(stations.length).toBeGreaterThan(20);
  });

  // Otherwise the file that connects the two is missing from the list. HTTP, the queue and a person connect the rest.
  test('each file but the first of a process is imported by one that is listed', () => {
    const imports = readImports(root);
    const absolute = stations.map((station) => join(root, station));
    const unconnected = absolute.filter(
      (station) => !absolute.some((other) => other !== station && imports.get(other)?.includes(station)),
    );
    expect(unconnected.map((file) => relative(root, file))).toEqual(firstOfAProcess);
  });
});

/** The files of flow A that a person, HTTP or a start leads to. */
const firstOfAProcess: readonly string[] = [
  'apps/console/src/pages/mail-settings/NewSettings.tsx',
  'apps/api/src/mail-settings/mail-settings.controller.ts',
  'apps/worker/src/consume-verifications.ts',
  'apps/api/src/verifications/verifications.controller.ts',
];

test('decision records are numbered without a gap, have a status, and are in the list', () => {
  const records = find('docs/adr/[0-9]*.md');
  const list = linksIn(read('docs/adr/README.md'), 'docs/adr/README.md');
  expect(list).toEqual(records);
  for (const [index, record] of records.entries()) {
    expect(record).toMatch(new RegExp(`/${String(index + 1).padStart(4, '0')}-`));
    expect(read(record)).toMatch(
      new RegExp(`^# ${index + 1}\\. .+\n\n\\*\\*Status\\*\\*: (Accepted|Superseded by \\d+),`),
    );
  }
});

test('every rule that a test names is in docs/requirements.md', () => {
  const rules = new Set(
    [...read('docs/requirements.md').matchAll(/^\| ([RB]\d+) /gm)].map(([, rule]) => rule),
  );
  const named = find('{apps,packages,infra,test}/**/*.test.{ts,tsx}').flatMap((file) =>
    [...read(file).matchAll(/\b(?:test|describe)(?:\.each)?\('([^']*)/g)].flatMap(([, name]) =>
      [...name!.matchAll(/\b[RB]\d{1,2}\b/g)].map(([rule]) => rule),
    ),
  );
  expect(named.length).toBeGreaterThan(50);
  expect(named.filter((rule) => !rules.has(rule))).toEqual([]);
});

test.each([
  ...find('{apps,packages}/*/package.json'),
  'infra/examples/package.json',
  'infra/terraform/package.json',
  'infra/package.json',
  'test/package.json',
])('the README beside %s says what the workspace owns, what not, its flow and its decisions', (manifest) => {
  const text = read(join(dirname(manifest), 'README.md'));
  for (const heading of ['Owns', 'Does not own', 'Flow', 'Decisions'])
    expect(text).toMatch(new RegExp(`^(## |\\*\\*)${heading}`, 'm'));
});
