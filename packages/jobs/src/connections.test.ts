import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '@postern/test/environment/test-database';
import { waitUntil } from '@postern/test/environment/wait-until';
import { startJobConsumer, type JobConsumer } from './job-consumer.js';
import { openJobQueue, type JobQueue } from './job-queue.js';

const isListener = ({ query }: { query: string }) => /^listen bullmq_jobs/im.test(query);

describe('the connections of a process to PostgreSQL', () => {
  let testDatabase: TestDatabase;
  let observer: Client;
  let queue: JobQueue;
  let consumer: JobConsumer;
  let taken: string[];
  beforeEach(async () => {
    testDatabase = await createTestDatabase();
    observer = new Client({ connectionString: testDatabase.superuserConnectionString });
    await observer.connect();
    taken = [];
  });
  afterEach(async () => {
    await consumer.close();
    await queue.close();
    await observer.end();
    await testDatabase.drop();
  });

  /** Serves this many data centres, and runs jobs of each. */
  async function serve(dataCenters: readonly string[]): Promise<void> {
    const backend = { databaseUrl: testDatabase.connectionString };
    queue = openJobQueue(backend, 'verification', () => Promise.resolve(dataCenters));
    consumer = startJobConsumer(backend, 'verification', {
      concurrency: 50,
      listDataCenters: () => Promise.resolve(dataCenters),
      handle: async (id) => void taken.push(id),
      onError: () => undefined,
    });
    await runJobs(dataCenters, 20);
    await queue.depth();
  }

  async function runJobs(dataCenters: readonly string[], count: number): Promise<void> {
    const before = taken.length;
    const jobs = dataCenters.flatMap((dataCenter) =>
      Array.from({ length: count }, (_, index) => ({ id: `${dataCenter}-${before}-${index}`, dataCenter })),
    );
    await queue.enqueue(jobs);
    await waitUntil(() => taken.length === before + jobs.length);
  }

  async function sessions(): Promise<{ pid: number; query: string }[]> {
    const { rows } = await observer.query(
      `select pid, query from pg_stat_activity
       where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    return rows;
  }

  test.each([1, 10])('are at most 6 with %i data centres', async (count) => {
    await serve(Array.from({ length: count }, (_, index) => `dc${index}`));
    const open = await sessions();
    expect(open.length).toBeLessThanOrEqual(6);
    expect(open.filter(isListener).length).toBe(1);
  });

  test('listen anew for every queue after all of them were cut', async () => {
    await serve(['eu1', 'us1']);
    for (const { pid } of await sessions()) await observer.query('select pg_terminate_backend($1)', [pid]);
    await waitUntil(async () =>
      runJobs(['eu1', 'us1'], 1).then(
        () => true,
        () => false,
      ),
    );
    // The queues are asked every 5 s, too: the jobs after these are taken at once only because the listener is back.
    await waitUntil(async () => (await sessions()).some(isListener), 10_000);
    const startedAt = Date.now();
    await runJobs(['eu1', 'us1'], 3);
    expect(Date.now() - startedAt).toBeLessThan(3000);
  }, 30_000);
});
