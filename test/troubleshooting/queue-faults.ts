import { openJobQueue } from '@postern/jobs/job-queue';
import { describeFault } from '@postern/jobs/describe-fault';
import { QueueFaults } from '@postern/jobs/queue-faults';
import { askRedis } from '../environment/ask-redis.js';
import { findProgram } from '../environment/system-packages.js';
import { startPrivateRedis } from '../environment/test-redis.js';
import { waitUntil } from '../environment/wait-until.js';
import { noNames, requireFinding } from './refused-start.js';
import type { Chapter, Situation } from './situation.js';

/** What api and worker log of a Redis; throws unless `postern doctor` says the same. */
async function toldOf(url: string): Promise<string> {
  const told: string[] = [];
  const faults = new QueueFaults(({ error }) => told.push(describeFault(error) ?? String(error)));
  const queue = openJobQueue({ redisUrl: url }, 'verification', undefined, faults);
  await queue.check().catch(() => undefined);
  await waitUntil(() => told.length > 0);
  await queue.close();
  await requireFinding({ REDIS_URL: url, ...noNames }, told[0]!);
  return told[0]!;
}

const everything = ['on', '>secret', '~bull:*', '+@all'];

/** Changes a Redis whose user `postern` may do everything, and connects with a URL. */
const changed = (
  fault: string,
  command: readonly (string | number)[],
  credentials = 'postern:secret@',
): Situation => ({
  fault,
  needs: ['redis'],
  async run() {
    const redis = await startPrivateRedis((await findProgram('redis'))!);
    try {
      await askRedis(redis.port, 'ACL', 'SETUSER', 'postern', ...everything);
      await askRedis(redis.port, ...command);
      return await toldOf(`redis://${credentials}127.0.0.1:${redis.port}`);
    } finally {
      await redis.stop();
    }
  },
});

/** Faults of Redis at a start: the processes run, tell them, and try again. */
export const queueFaults: Chapter = {
  heading: 'The queue of `REDIS_URL`',
  conceal: (message) => message,
  situations: [
    { fault: 'Nothing listens there', run: () => toldOf('redis://127.0.0.1:1') },
    changed('The password is wrong', ['PING'], 'postern:wrong@'),
    changed('It asks for a password that the URL lacks', ['CONFIG', 'SET', 'requirepass', 'other'], ''),
    changed('The user lacks a right', ['ACL', 'SETUSER', 'postern', '-evalsha']),
    changed('It may drop keys when its memory is full', ['CONFIG', 'SET', 'maxmemory-policy', 'allkeys-lru']),
  ],
};
