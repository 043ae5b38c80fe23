import { expect, test } from '@jest/globals';
import { describeWith } from '@postern/test/environment/describe-with';
import { findProgram } from '@postern/test/environment/system-packages';
import { startCluster, startSentinels } from '@postern/test/environment/test-redis-sets';
import { waitUntil } from '@postern/test/environment/wait-until';
import { QueueFaults } from './queue-faults.js';
import { startJobConsumer } from './job-consumer.js';
import { openJobQueue } from './job-queue.js';

const jobs = (name: string) =>
  Array.from({ length: 20 }, (_, index) => ({
    id: `${name}-${index}`,
    dataCenter: index % 2 === 0 ? '' : 'eu1',
  }));

describeWith(['redis'], 'a failover of Redis', () => {
  test.each([
    ['Sentinel', startSentinels],
    ['Cluster', startCluster],
  ])(
    'with %s, jobs are added and run within 10 s of it',
    async (_, start) => {
      const redis = await start((await findProgram('redis'))!);
      const told: string[] = [];
      const faults = new QueueFaults(({ code }) => told.push(code));
      const queue = openJobQueue({ redisUrl: redis.url }, 'verification', undefined, faults);
      const taken: string[] = [];
      const consumer = startJobConsumer({ redisUrl: redis.url }, 'verification', {
        concurrency: 5,
        listDataCenters: async () => ['eu1'],
        handle: async (id) => void taken.push(id),
        onError: () => undefined,
        faults,
      });
      await queue.enqueue(jobs('before'));
      await waitUntil(() => taken.length === 20, 20_000);
      await redis.failOver();
      const startedAt = Date.now();
      await waitUntil(
        () =>
          queue.enqueue(jobs('after')).then(
            () => true,
            () => false,
          ),
        10_000,
      );
      await waitUntil(() => new Set(taken).size === 40, 10_000);
      expect(Date.now() - startedAt).toBeLessThan(10_000);
      // Each kind of fault once, however often it happened.
      expect(told.length).toBe(new Set(told).size);
      await consumer.close();
      await queue.close();
      await redis.stop();
    },
    60_000,
  );
});
