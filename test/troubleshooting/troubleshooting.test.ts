import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  dataDirectoryFaults,
  prepareDataDirectory,
  removeDataDirectory,
  startWhole,
} from './data-directory-faults.js';
import { backupFaults, databaseFaults, dropFaultyDatabase } from './database-faults.js';
import { isWriting, rowsBelow, writeTable } from './document.js';
import { environmentFaults } from './environment-faults.js';

const chapters = [environmentFaults, databaseFaults, dataDirectoryFaults, backupFaults];
const isRoot = process.geteuid!() === 0;
const written = new Map<string, Map<string, string>>();

beforeAll(prepareDataDirectory, 60_000);
afterAll(async () => {
  await removeDataDirectory();
  await dropFaultyDatabase();
  if (!isWriting) return;
  for (const [heading, rows] of written)
    writeTable(
      heading,
      ['What is wrong', 'What is printed'],
      [...rows].map(([fault, sentence]) => [fault, `\`${sentence}\``]),
    );
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
      if (!isWriting) expect(rowsBelow(heading).get(fault)).toBe(conceal(message));
    },
    30_000,
  );

  test('the documentation has these rows and no others', () => {
    const faults = situations.map(({ fault }) => fault);
    if (!isWriting) expect([...rowsBelow(heading).keys()]).toEqual(faults);
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
