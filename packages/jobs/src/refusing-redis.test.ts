import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis } from 'ioredis';
import { describeWith } from '@postern/test/environment/describe-with';
import { findProgram } from '@postern/test/environment/system-packages';
import { startPrivateRedis, type PrivateRedis } from '@postern/test/environment/test-redis';
import { waitUntil } from '@postern/test/environment/wait-until';
import { QueueFaults } from './queue-faults.js';
import { startJobConsumer, type JobConsumer } from './job-consumer.js';
import { openJobQueue, type JobQueue } from './job-queue.js';

type Refusal = {
  readonly code: string;
  begin(redis: Redis, directory: string): Promise<unknown>;
  end(redis: Redis): Promise<unknown>;
};

const refusals: readonly Refusal[] = [
  {
    code: 'READONLY',
    begin: (redis) => redis.replicaof('127.0.0.1', 1),
    end: (redis) => redis.replicaof('no', 'one'),
  },
  {
    code: 'OOM',
    begin: (redis) => redis.config('SET', 'maxmemory', '1'),
    end: (redis) => redis.config('SET', 'maxmemory', '0'),
  },
  {
    code: 'NOPERM',
    begin: (redis) => redis.call('ACL', 'SETUSER', 'postern', '-evalsha', '-eval'),
    end: (redis) => redis.call('ACL', 'SETUSER', 'postern', '+evalsha', '+eval'),
  },
  {
    // A snapshot fails after its directory was removed.
    code: 'MISCONF',
    async begin(redis, directory) {
      await redis.config('SET', 'save', '3600 1');
      await rm(directory, { recursive: true });
      await redis.bgsave().catch(() => undefined);
    },
    async end(redis) {
      await redis.config('SET', 'stop-writes-on-bgsave-error', 'no');
      await redis.config('SET', 'save', ''); // Redis would not end without a last snapshot.
    },
  },
  {
    code: 'NOREPLICAS',
    begin: (redis) => redis.config('SET', 'min-replicas-to-write', '1'),
    end: (redis) => redis.config('SET', 'min-replicas-to-write', '0'),
  },
];

/** The seconds of processor time that this process takes while something lasts. */
async function processorSecondsOf(work: () => Promise<unknown>): Promise<number> {
  const before = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

describeWith(['redis'], 'a Redis that refuses', () => {
  let server: PrivateRedis;
  let admin: Redis;
  let faults: QueueFaults;
  let queue: JobQueue;
  let consumer: JobConsumer;
  const told: string[] = [];
  const taken: string[] = [];
  beforeAll(async () => {
    server = await startPrivateRedis((await findProgram('redis'))!);
    admin = new Redis(server.port, '127.0.0.1');
    await admin.call('ACL', 'SETUSER', 'postern', 'on', '>secret', '~bull:*', '+@all');
    const backend = { redisUrl: `redis://postern:secret@127.0.0.1:${server.port}` };
    faults = new QueueFaults(({ code }) => told.push(code));
    queue = openJobQueue(backend, 'verification', undefined, faults);
    consumer = startJobConsumer(backend, 'verification', {
      concurrency: 50,
      handle: async (id) => void taken.push(id),
      onError: () => undefined,
      faults,
    });
    await queue.enqueue([{ id: 'first', dataCenter: '' }]);
    await waitUntil(() => taken.includes('first'));
  });
  afterAll(async () => {
    await consumer.close();
    await queue.close();
    admin.disconnect();
    await server.stop();
  });

  test.each(refusals)(
    'with $code is told once and asked rarely, and works again within 10 s',
    async (refusal) => {
      await refusal.begin(admin, server.directory);
      await waitUntil(
        () =>
          queue.check().then(
            () => false,
            () => faults.code === refusal.code,
          ),
        10_000,
      );
      try {
        const before = faults.counts.get(refusal.code)!;
        await delay(1000); // The time over which the calls are counted.
        expect(faults.counts.get(refusal.code)! - before).toBeLessThan(30);
        // The compiler and the collector of this process work too, but not for ever, as a loop of retries does.
        await waitUntil(async () => (await processorSecondsOf(() => delay(1000))) < 0.5, 10_000);
        expect(told.filter((code) => code === refusal.code).length).toBe(1);
      } finally {
        await refusal.end(admin);
      }
      await waitUntil(
        () =>
          queue.enqueue([{ id: refusal.code, dataCenter: '' }]).then(
            () => true,
            () => false,
          ),
        10_000,
      );
      await waitUntil(() => taken.includes(refusal.code), 10_000);
    },
    30_000,
  );
});
