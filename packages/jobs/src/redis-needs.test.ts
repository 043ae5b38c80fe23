import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Redis } from 'ioredis';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { describeWith } from '@postern/test/environment/describe-with';
import { findProgram } from '@postern/test/environment/system-packages';
import { startPrivateRedis, type PrivateRedis } from '@postern/test/environment/test-redis';
import { waitUntil } from '@postern/test/environment/wait-until';
import { QueueFaults } from './queue-faults.js';
import { checkRedis, neededCommands } from './redis-needs.js';
import { startJobConsumer } from './job-consumer.js';
import { openJobQueue } from './job-queue.js';

/** The scripts of BullMQ that the product's calls run. */
const usedScripts = [
  'addStandardJob',
  'moveToActive',
  'moveToFinished',
  'moveStalledJobsToWait',
  'extendLocks',
  'getCounts',
];

test('are the commands of the scripts that are used, and the few that are sent alone', () => {
  const scripts = createRequire(import.meta.url)('bullmq/dist/cjs/scripts') as Record<
    string,
    { name: string; content: string }
  >;
  const used = Object.values(scripts).filter(({ name }) => usedScripts.includes(name));
  expect(used.length).toBe(usedScripts.length);
  const commands = used.flatMap(({ content }) =>
    [...content.matchAll(/(?:redis\.call|rcall)\(\s*["']([A-Za-z]+)["']/g)].map((match) =>
      match[1]!.toLowerCase(),
    ),
  );
  const alone = ['info', 'eval', 'evalsha', 'bzpopmin'];
  expect(neededCommands.toSorted()).toEqual([...new Set([...commands, ...alone])].toSorted());
});

test('are documented with the words that grant them', async () => {
  const page = await readFile(new URL('../../../docs/redis.md', import.meta.url), 'utf8');
  const granted = /ACL SETUSER postern .*/.exec(page)![0].match(/\+\w+/g);
  expect(granted).toEqual(neededCommands.map((command) => `+${command}`));
});

describeWith(['redis'], 'the rights of a Redis user', () => {
  let server: PrivateRedis;
  let admin: Redis;
  let user: Redis;
  const grant = (...rules: string[]) => admin.call('ACL', 'SETUSER', 'postern', ...rules);
  beforeAll(async () => {
    server = await startPrivateRedis((await findProgram('redis'))!);
    admin = new Redis(server.port, '127.0.0.1');
    await grant('on', '>secret', '~bull:*', '-@all', ...neededCommands.map((command) => `+${command}`));
    user = new Redis({ port: server.port, username: 'postern', password: 'secret', enableReadyCheck: false });
  });
  afterAll(async () => {
    user.disconnect();
    admin.disconnect();
    await server.stop();
  });

  test('suffice as they are documented: jobs are added, run and taken over', async () => {
    const told: unknown[] = [];
    const faults = new QueueFaults(({ error }) => told.push(error));
    const backend = { redisUrl: `redis://postern:secret@127.0.0.1:${server.port}` };
    const queue = openJobQueue(backend, 'verification', undefined, faults);
    const taken: string[] = [];
    const consumer = startJobConsumer(backend, 'verification', {
      concurrency: 2,
      handle: async (id) => void taken.push(id),
      onError: () => undefined,
      faults,
    });
    const ids = Array.from({ length: 20 }, (_, index) => `id-${index}`);
    await queue.enqueue(ids.map((id) => ({ id, dataCenter: '' })));
    await waitUntil(async () => taken.length === ids.length && (await queue.depth()) === 0);
    await consumer.close();
    await queue.close();
    expect(told).toEqual([]);
  });

  test('are each missed by name, with the words that grant it', async () => {
    for (const command of neededCommands) {
      await grant(`-${command}`);
      await expect(checkRedis(user, 'bull')).rejects.toThrow(`ACL SETUSER postern +${command}`);
      await grant(`+${command}`);
    }
    await grant('resetkeys');
    await expect(checkRedis(user, 'bull')).rejects.toThrow('ACL SETUSER postern ~bull:*');
    await grant('~bull:*');
    expect(await checkRedis(user, 'bull')).toEqual([]);
  });

  test('a Redis that may evict keys is used, with advice', async () => {
    await admin.config('SET', 'maxmemory-policy', 'allkeys-lru');
    expect(await checkRedis(user, 'bull')).toEqual([
      expect.stringContaining('set maxmemory-policy noeviction'),
    ]);
    await admin.config('SET', 'maxmemory-policy', 'noeviction');
  });

  test('without INFO nothing is blocked: the fault is told once, and a stop ends at once', async () => {
    await grant('-info');
    const told: string[] = [];
    const consumer = startJobConsumer(
      { redisUrl: `redis://postern:secret@127.0.0.1:${server.port}` },
      'verification',
      {
        concurrency: 2,
        handle: async () => undefined,
        onError: () => undefined,
        faults: new QueueFaults(({ error }) => told.push((error as Error).message)),
      },
    );
    await waitUntil(() => told.length > 0);
    expect(told).toEqual([expect.stringContaining('Grant them: ACL SETUSER postern +info')]);
    const startedAt = Date.now();
    await consumer.close();
    expect(Date.now() - startedAt).toBeLessThan(3000);
    await grant('+info');
  });
});
