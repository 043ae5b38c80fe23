import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { describeWith } from '@postern/test/environment/describe-with';
import { findProgram } from '@postern/test/environment/system-packages';
import { startPrivateRedis } from '@postern/test/environment/test-redis';
import { createTestDatabase, type TestDatabase } from '@postern/test/environment/test-database';
import { waitUntil } from '@postern/test/environment/wait-until';
import type { JobBackend } from './job-backend.js';
import { startJobConsumer, type JobConsumer } from './job-consumer.js';
import { openJobQueue, type JobQueue } from './job-queue.js';

/** Jobs that any data centre's workers may take. */
const forAll = (...ids: string[]) => ids.map((id) => ({ id, dataCenter: '' }));

type Bed = { readonly backend: JobBackend; close(): Promise<void> };

/** The behaviour that Postern needs of every backend. */
function conformance(open: () => Promise<Bed>): void {
  let bed: Bed;
  let queue: JobQueue;
  let consumers: JobConsumer[];
  beforeEach(async () => {
    bed = await open();
    queue = openJobQueue(bed.backend, 'verification');
    consumers = [];
  });
  afterEach(async () => {
    await Promise.all(consumers.map((consumer) => consumer.close()));
    await queue.close();
    await bed.close();
  });
  const consume = (handle: (id: string) => Promise<void>, concurrency = 5) =>
    consumers.push(
      startJobConsumer(bed.backend, 'verification', { concurrency, handle, onError: () => undefined }),
    );

  test('gives every id to one consumer, once', async () => {
    const ids = Array.from({ length: 50 }, (_, index) => `id-${index}`);
    const seen: string[] = [];
    await queue.enqueue(forAll(...ids));
    consume(async (id) => void seen.push(id));
    consume(async (id) => void seen.push(id));
    await waitUntil(() => seen.length >= ids.length);
    expect(seen.toSorted()).toEqual(ids.toSorted());
    await waitUntil(async () => (await queue.depth()) === 0);
  });

  test('does not add a second job while one waits, and adds one again once it has ended', async () => {
    const seen: string[] = [];
    await queue.enqueue(forAll('same'));
    await queue.enqueue(forAll('same'));
    expect(await queue.depth()).toBe(1);
    consume(async (id) => void seen.push(id));
    await waitUntil(async () => (await queue.depth()) === 0);
    await queue.enqueue(forAll('same'));
    await waitUntil(() => seen.length === 2);
  });

  test('a verification whose handler threw can be enqueued again', async () => {
    let calls = 0;
    consume(() => {
      calls += 1;
      return Promise.reject(new Error('a surprise'));
    });
    await queue.enqueue(forAll('throws'));
    await waitUntil(async () => calls === 1 && (await queue.depth()) === 0);
    await queue.enqueue(forAll('throws'));
    await waitUntil(() => calls === 2);
  });

  test('runs as many at once as its concurrency, and closing waits for them', async () => {
    let running = 0;
    let most = 0;
    let done = 0;
    const gate = Promise.withResolvers<void>();
    consume(async () => {
      running += 1;
      most = Math.max(most, running);
      await gate.promise;
      running -= 1;
      done += 1;
    }, 3);
    await queue.enqueue(forAll(...Array.from({ length: 6 }, (_, index) => `slow-${index}`)));
    await waitUntil(() => running === 3);
    const closing = consumers[0]!.close();
    gate.resolve();
    await closing;
    expect(most).toBe(3);
    expect(done).toBeGreaterThanOrEqual(3);
  });

  test('R19 a data centre’s job goes to that data centre’s workers and to workers for all, even if the data centre is new', async () => {
    const taken: string[] = [];
    const consumeFor = (name: string, dataCenters: () => string[]) =>
      consumers.push(
        startJobConsumer(bed.backend, 'verification', {
          concurrency: 5,
          listDataCenters: () => Promise.resolve(dataCenters()),
          handle: async (id) => void taken.push(`${name} ${id}`),
          onError: () => undefined,
        }),
      );
    consumeFor('us1', () => ['us1']);
    await queue.enqueue([
      { id: 'european', dataCenter: 'eu1' },
      { id: 'american', dataCenter: 'us1' },
      { id: 'homeless', dataCenter: '' },
    ]);
    await waitUntil(() => taken.length === 2);
    expect(taken.toSorted()).toEqual(['us1 american', 'us1 homeless']);
    await waitUntil(async () => (await queue.depth()) === 1); // The European one; the others are gone when their handlers have ended.
    let known: string[] = [];
    consumeFor('all', () => known);
    known = ['eu1', 'us1'];
    await waitUntil(() => taken.includes('all european'));
  });

  test('a job whose consumer was killed goes to another consumer', async () => {
    const victim = spawn(
      process.execPath,
      [
        fileURLToPath(new URL('../../../test/environment/hang-on-job.mjs', import.meta.url)),
        JSON.stringify(bed.backend),
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    await queue.enqueue(forAll('orphan'));
    await once(victim.stdout, 'data'); // It says so once it holds the job.
    victim.kill('SIGKILL');
    const seen: string[] = [];
    consume(async (id) => void seen.push(id));
    await waitUntil(() => seen.includes('orphan'), 25_000);
  });
}

describe('the queue on PostgreSQL', () => {
  conformance(async () => {
    const database: TestDatabase = await createTestDatabase();
    return { backend: { databaseUrl: database.connectionString }, close: () => database.drop() };
  });

  test('an enqueue fails within 3 s when PostgreSQL cannot be reached', async () => {
    const queue = openJobQueue({ databaseUrl: 'postgres://nobody@127.0.0.1:1/none' }, 'verification');
    await expect(queue.enqueue(forAll('x'))).rejects.toThrow();
    await queue.close();
  }, 3000);
});

describeWith(['redis'], 'the queue on Redis', () => {
  conformance(async () => {
    const redis = await startPrivateRedis((await findProgram('redis'))!);
    return { backend: { redisUrl: `redis://127.0.0.1:${redis.port}` }, close: () => redis.stop() };
  });

  test('an enqueue fails within 3 s when Redis cannot be reached, and works again when it can', async () => {
    const program = (await findProgram('redis'))!;
    const first = await startPrivateRedis(program);
    const queue = openJobQueue({ redisUrl: `redis://127.0.0.1:${first.port}` }, 'verification');
    await queue.enqueue(forAll('before'));
    await first.stop();
    await expect(queue.enqueue(forAll('while away'))).rejects.toThrow();
    const second = await startPrivateRedis(program, first.port);
    await waitUntil(async () =>
      queue.enqueue(forAll('after')).then(
        () => true,
        () => false,
      ),
    );
    await queue.close();
    await second.stop();
  });
});
