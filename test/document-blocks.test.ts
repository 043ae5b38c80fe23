import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';
import { describeEnvironment, parseEnvironment } from '@postern/core/environment';
import { parseSync } from 'oxc-parser';
import { parseAllDocuments } from 'yaml';
import { blocksBelow, blocksOf } from '../infra/package/document-blocks.js';
import { runPostern } from './servers/run-postern.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const blocks = globSync('docs/*.md', { cwd: root })
  .toSorted()
  .flatMap((file) => blocksOf(read(file)).map((block) => ({ file, ...block })));
const scripts = blocks.filter(({ language }) => language === 'sh');

/** How a block is read; each returns what is wrong with it. */
const readers: Readonly<Record<string, (text: string) => readonly unknown[]>> = {
  sh: (text) => {
    try {
      execFileSync('sh', ['-n'], { input: text, stdio: 'pipe' });
      return [];
    } catch (error) {
      return [String((error as { stderr: Buffer }).stderr)];
    }
  },
  yaml: (text) => parseAllDocuments(text).flatMap(({ errors }) => errors),
  js: (text) => parseSync('block.js', text).errors,
};

/** Blocks that no test of this file reads, by page and language, with the test that does, or the reason. */
const readElsewhere: Readonly<Record<string, string>> = {
  'docs/alerts.md: ': 'a delivery as it is sent; webhooks.test.ts compares the headers',
  'docs/architecture.md: mermaid': 'a drawing; documents.test.ts follows its links',
  'docs/embed.md: html': 'embed-document.test.ts compares it with a page that runs',
  'docs/install.md: caddy': 'a site of three lines; Caddy is not among the programs of the tests',
  'docs/install.md: nginx': 'infra/package/prove-installation.ts serves Postern with it',
  'docs/redis.md: ': 'redis-needs.test.ts compares it with what the queue needs',
  'docs/scheduling.md: mermaid': 'transitions.test.ts tries every arrow',
};

test.each(blocks)('$file, $heading: a block of “$language” can be read', ({ file, language, text }) => {
  const reader = readers[language];
  if (reader === undefined) expect(readElsewhere).toHaveProperty([`${file}: ${language}`]);
  else expect(reader(text)).toEqual([]);
});

test('every page with a reason has such a block', () => {
  const found = new Set(blocks.map(({ file, language }) => `${file}: ${language}`));
  expect(Object.keys(readElsewhere).filter((name) => !found.has(name))).toEqual([]);
});

/** Variables of example programs, of the compose file and of the reader's shell, which Postern does not read. */
const foreign = ['POSTERN_URL', 'POSTERN_TOKEN', 'POSTERN_SITE'];

test('every variable of Postern that a block sets exists', () => {
  const known = describeEnvironment().flatMap(({ name, file }) => [name, file]);
  const set = scripts.flatMap(({ text }) =>
    [...text.matchAll(/\b(POSTERN_[A-Z_]+)=/g)].map(([, name]) => name!),
  );
  expect(set.length).toBeGreaterThan(10);
  expect(set.filter((name) => !known.includes(name) && !foreign.includes(name))).toEqual([]);
});

test('the environment of docs/install.md is one that Postern reads', () => {
  const [, , script = ''] = blocksBelow(read('docs/install.md'), '## Debian', 'sh');
  const lines = [...script.matchAll(/^(\w+)=(.*)$/gm)].map(([, name, value]) => [name!, value!] as const);
  expect(lines.length).toBeGreaterThan(1);
  expect(() => parseEnvironment(Object.fromEntries(lines), () => '')).not.toThrow();
});

describe('the commands of postern that the pages name', () => {
  const commands = new Map<string, Set<string>>();
  for (const { text } of scripts)
    for (const [, words, rest] of text.matchAll(/(?:^|\s|bin\/)postern ((?:[a-z]+ ?){1,2})(.*)/gm)) {
      const options = commands.get(words!.trim()) ?? new Set<string>();
      for (const [option] of rest!.matchAll(/(?<= |^)--[a-z-]+/g)) options.add(option);
      commands.set(words!.trim(), options);
    }

  test.each([...commands])(
    'postern %s exists, with its options',
    async (command, options) => {
      const { exitCode, stdout } = await runPostern([...command.split(' '), '--help'], {});
      expect(exitCode).toBe(0);
      expect(stdout).toContain(`Usage: postern ${command}`);
      expect([...options].filter((option) => !stdout.includes(option))).toEqual([]);
    },
    120_000,
  );
});
