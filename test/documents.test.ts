import { readFileSync, existsSync, globSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { describeEnvironment, type VariableDescription } from '@postern/core/environment';
import { readImports } from '../infra/check/read-imports.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const find = (pattern: string) =>
  globSync(pattern, {
    cwd: root,
    exclude: (name) => ['node_modules', 'dist', 'golden', '.git'].includes(name),
  }).toSorted();

/**
 * Returns the files that a text links to, by their path in the checkout. Links to other hosts and within a page are
 * left out.
 */
function linksIn(text: string, file: string): string[] {
  return [...text.matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
    .map(([, link]) => link!)
    .filter((link) => !/^[a-z]+:/.test(link))
    .map((link) => relative(root, join(root, dirname(file), link)));
}

/** Returns the text under a heading, up to the next heading of the same level. */
function section(file: string, heading: string): string {
  const text = read(file);
  const start = text.indexOf(`\n${heading}`);
  if (start < 0) throw new Error(`${file} has no heading "${heading}"`);
  const next = text.indexOf(`\n${heading.split(' ')[0]} `, start + 1);
  return text.slice(start, next < 0 ? undefined : next);
}

test.each(find('**/*.md'))('every link in %s leads to an existing file', (file) => {
  expect(linksIn(read(file), file).filter((target) => !existsSync(join(root, target)))).toEqual([]);
});

describe('flow A', () => {
  const stations = linksIn(section('docs/architecture.md', '## Flow A'), 'docs/architecture.md');

  test('the README and docs/architecture.md list the same files', () => {
    const inReadme = linksIn(section('README.md', '## From saving to the report'), 'README.md');
    expect(inReadme.filter((target) => !target.startsWith('docs/'))).toEqual(stations);
    expect(stations.length).toBeGreaterThan(20);
  });

  // Otherwise a file between two listed files is missing from the list. HTTP, the queue or a person connects the
  // other files.
  test('each listed file of flow A, except the first of a process, is imported by another listed file', () => {
    const imports = readImports(root);
    const absolute = stations.map((station) => join(root, station));
    const unconnected = absolute.filter(
      (station) => !absolute.some((other) => other !== station && imports.get(other)?.includes(station)),
    );
    expect(unconnected.map((file) => relative(root, file))).toEqual(firstOfAProcess);
  });
});

/** The files of flow A that run first: a person, an HTTP request or the start of a process leads to them. */
const firstOfAProcess: readonly string[] = [
  'apps/console/src/pages/mail-settings/NewSettings.tsx',
  'apps/api/src/mail-settings/mail-settings.controller.ts',
  'apps/worker/src/consume-verifications.ts',
  'apps/api/src/verifications/verifications.controller.ts',
];

test('decision records are numbered without a gap, have a status, and are listed in docs/adr/README.md', () => {
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

test('docs/configuration.md has the table of the environment variables that the processes read', () => {
  const file = join(root, 'docs/configuration.md');
  const code = (text: string) => `\`${text}\``;
  const cell = ({ name, file: fileVariable }: VariableDescription) =>
    fileVariable === null ? code(name) : `${code(name)}, ${code(fileVariable)}`;
  const rows = describeEnvironment().map(
    (variable) => `| ${cell(variable)} | ${variable.description} | ${variable.unset} |`,
  );
  const compact = (table: string) => table.replaceAll(/ +/g, ' ').trim();
  const text = readFileSync(file, 'utf8');
  const [, documented = ''] = /\n\| variable .*\n\|[ |-]+\|\n((?:\|.*\n)+)/.exec(text) ?? [];
  if (process.env['UPDATE_GOLDEN'] === '1') {
    // oxfmt aligns the columns.
    return writeFileSync(
      file,
      text.replace(documented, () => `${rows.join('\n')}\n`),
    );
  }
  expect(compact(documented).split('\n').map(compact)).toEqual(rows.map(compact));
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
])('the README beside %s has the sections Owns, Does not own, Flow and Decisions', (manifest) => {
  const text = read(join(dirname(manifest), 'README.md'));
  for (const heading of ['Owns', 'Does not own', 'Flow', 'Decisions'])
    expect(text).toMatch(new RegExp(`^(## |\\*\\*)${heading}`, 'm'));
});
