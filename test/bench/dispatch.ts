import { randomUUID } from 'node:crypto';
import { openDatabase, type Database } from '@postern/database/database';
import { announceWorker } from '@postern/database/functions/announce-worker';
import { dispatchVerifications } from '@postern/database/functions/dispatch-verifications';
import { migrateDatabase } from '@postern/database/migrate';
import { Client } from 'pg';
import { createTestDatabase } from '../environment/test-database.js';
import { emptyWindow, fillWaitingJobs } from '../database/fill-waiting-jobs.js';
import { startTestServers } from '../environment/test-servers.js';

/** One dispatch fills a window of this many jobs. */
const window = 75;

/**
 * How long choosing the next 75 jobs takes with few and with many waiting jobs, in few and in many accounts, and how
 * long a dispatch takes that finds no free place.
 */
export async function run(options: readonly string[]): Promise<void> {
  const many = options.includes('--quick') ? 10_000 : 1_000_000;
  const stopServers = await startTestServers();
  const times: number[] = [];
  try {
    for (const [jobs, accounts] of [
      [100, 1],
      [many, 1],
      [100, 100],
      [many, Math.min(10_000, many / 10)],
    ] as const) {
      const { full, filling } = await measure(jobs, accounts);
      times.push(filling);
      console.log(
        `${jobs} waiting jobs in ${accounts} accounts: ${filling.toFixed(1)} ms for ${window} jobs, ` +
          `${full.toFixed(2)} ms when the window is full`,
      );
    }
  } finally {
    await stopServers();
  }
  console.log(
    `ratio, many to few: ${(times[1]! / times[0]!).toFixed(2)} in one account, ${(times[3]! / times[2]!).toFixed(2)} in many`,
  );
}

/** The medians of nine dispatches into an empty window and of as many into a full one. */
async function measure(jobs: number, accounts: number): Promise<{ filling: number; full: number }> {
  const test = await createTestDatabase();
  await migrateDatabase(test.connectionString);
  const observer = new Client({ connectionString: test.superuserConnectionString });
  await observer.connect();
  const database = await openDatabase(test.connectionString, { connections: 1 });
  try {
    await fillWaitingJobs(observer, jobs, accounts);
    // An account may hold four fifths of a window: with one account this many places are free for it.
    const concurrency = accounts === 1 ? (window / 0.8) * (2 / 3) : window * (2 / 3);
    await announceWorker(database, { id: randomUUID(), dataCenter: '', concurrency: Math.ceil(concurrency) });
    const filling: number[] = [];
    const full: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      filling.push(await time(database));
      full.push(await time(database));
      await emptyWindow(observer);
    }
    return { filling: median(filling.slice(1)), full: median(full.slice(1)) };
  } finally {
    await database.close();
    await observer.end();
    await test.drop();
  }
}

async function time(database: Database): Promise<number> {
  const started = performance.now();
  await dispatchVerifications(database, []);
  return performance.now() - started;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)]!;
}
