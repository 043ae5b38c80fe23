import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFileSync, writeFileSync } from 'node:fs';
import {
  dataDirectoryFaults,
  prepareDataDirectory,
  removeDataDirectory,
  startWhole,
} from './data-directory-faults.js';
import { backupFaults, databaseFaults, dropFaultyDatabase } from './database-faults.js';
import { environmentFaults } from './environment-faults.js';

const page = new URL('../../docs/troubleshooting.md', import.meta.url);
const chapters = [environmentFaults, databaseFaults, dataDirectoryFaults, backupFaults];
const documented = readFileSync(page, 'utf8');
const isRoot = process.geteuid!() === 0;
const written = new Map<string, Map<string, string>>();

/** The rows below a heading: what is wrong, and the sentence that is printed. */
function rowsBelow(heading: string): Map<string, string> {
  const [, text = ''] = documented.split(`\n## ${heading}\n`);
  const rows = text.split('\n## ')[0]!.matchAll(/^\| (.+?) +\| `(.+?)` +\|$/gm);
  return new Map([...rows].map(([, fault, sentence]) => [fault!, sentence!]));
}

beforeAll(prepareDataDirectory, 60_000);
afterAll(async () => {
  await removeDataDirectory();
  await dropFaultyDatabase();
  if (process.env['UPDATE_GOLDEN'] !== '1') return;
  const tables = [...written].map(([heading, rows]) => {
    const lines = [...rows].map(([fault, sentence]) => `| ${fault} | \`${sentence}\` |`);
    return `\n## ${heading}\n\n| What is wrong | What is printed |\n| --- | --- |\n${lines.join('\n')}\n`;
  });
  writeFileSync(page, documented.split('\n## ')[0]! + tables.join(''));
});

// Otherwise every row below could describe a fault of the copy.
test('a copy of the data directory without damage starts', () => startWhole(), 30_000);

describe.each(chapters)('$heading', ({ heading, situations, conceal }) => {
  const rows = new Map<string, string>();
  written.set(heading, rows);

  test.each(situations.filter(({ needsRoot }) => isRoot || needsRoot !== true))(
    '$fault',
    async ({ fault, run }) => {
      const error: unknown = await run().then(
        () => null,
        (reason: unknown) => reason,
      );
      expect(error).toBeInstanceOf(Error);
      const { name, message } = error as Error;
      // Only these are printed as a sentence; any other error is printed with its stack.
      expect(printed).toContain(name);
      rows.set(fault, conceal(message));
      if (process.env['UPDATE_GOLDEN'] !== '1') expect(rowsBelow(heading).get(fault)).toBe(conceal(message));
    },
    30_000,
  );

  test('the documentation has these rows and no others', () => {
    const faults = situations.map(({ fault }) => fault);
    if (process.env['UPDATE_GOLDEN'] !== '1') expect([...rowsBelow(heading).keys()]).toEqual(faults);
  });
});

const printed = [
  'EnvironmentError',
  'InstallationError',
  'DataDirectoryError',
  'DataDirectoryInUseError',
  'DatabaseUnfitError',
  'BackupFileError',
];
