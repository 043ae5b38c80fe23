import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  dataDirectoryFaults,
  prepareDataDirectory,
  removeDataDirectory,
  startWhole,
} from './data-directory-faults.js';
import { startBreakableProxy } from '../environment/breakable-proxy.js';
import { isHere } from '../environment/describe-with.js';
import { createTestDatabase } from '../environment/test-database.js';
import { backupFaults, databaseFaults, dropFaultyDatabase } from './database-faults.js';
import { isWriting, rowsBelow, writeTable } from './document.js';
import { environmentFaults } from './environment-faults.js';
import { queueFaults } from './queue-faults.js';
import { noNames, refusedStart } from './refused-start.js';

const chapters = [environmentFaults, databaseFaults, queueFaults, dataDirectoryFaults, backupFaults];
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

  test.each(situations.filter(({ needs = [] }) => needs.every(isHere)))(
    '$fault',
    async ({ fault, run }) => {
      const text = conceal(await run().then(sentenceOfProcess, sentenceOfError));
      rows.set(fault, text);
      if (!isWriting) expect(rowsBelow(heading).get(fault)).toBe(text);
    },
    120_000,
  );

  test('the documentation has these rows and no others', () => {
    const faults = situations.map(({ fault }) => fault);
    if (!isWriting) expect([...rowsBelow(heading).keys()]).toEqual(faults);
  });
});

function sentenceOfProcess(printed: unknown): string {
  if (typeof printed !== 'string') throw new Error('Postern started');
  return printed;
}

function sentenceOfError(error: unknown): string {
  // Only these are printed as a sentence; any other error is printed with its stack.
  if (error instanceof Error && printedErrors.includes(error.name)) return error.message;
  throw error;
}

const printedErrors = [
  'EnvironmentError',
  'InstallationError',
  'DataDirectoryError',
  'DataDirectoryInUseError',
  'DatabaseUnfitError',
  'BackupFileError',
];

test('a process that waits for PostgreSQL checks it when it is back', async () => {
  const database = await createTestDatabase();
  const url = new URL(database.connectionString);
  const proxy = await startBreakableProxy(Number(url.port));
  url.port = String(proxy.port);
  const environment = { DATABASE_URL: url.href, POSTERN_SECRET_KEY: Buffer.alloc(32).toString('base64') };
  await proxy.cut();
  try {
    const started = { environment: { ...environment, ...noNames }, whileAway: () => proxy.mend() };
    expect(await refusedStart(started)).toContain('This database has no schema yet. Run “postern migrate”');
  } finally {
    await proxy.cut();
    await database.drop();
  }
}, 120_000);
