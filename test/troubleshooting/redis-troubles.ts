import { rm } from 'node:fs/promises';
import { askRedis } from '../environment/ask-redis.js';
import type { PrivateRedis } from '../environment/test-redis.js';

/** A fault of Redis that begins while Postern runs; what happens meanwhile is the same for all. */
export type RedisTrouble = {
  readonly fault: string;
  readonly sentence: RegExp;
  begin(redis: PrivateRedis): Promise<unknown>;
  end(redis: PrivateRedis): Promise<unknown>;
};

export const redisMeanwhile =
  'Requests are answered. New verifications wait in PostgreSQL, and run when the queue works again.';

const refusal = (
  fault: string,
  sentence: RegExp,
  setting: string,
  bad: string,
  good: string,
): RedisTrouble => ({
  fault,
  sentence,
  begin: ({ port }) => askRedis(port, 'CONFIG', 'SET', setting, bad),
  end: ({ port }) => askRedis(port, 'CONFIG', 'SET', setting, good),
});

export const redisTroubles: readonly RedisTrouble[] = [
  {
    fault: 'Redis accepts no changes, as a replica does',
    sentence: /^Redis accepts no changes/,
    begin: ({ port }) => askRedis(port, 'REPLICAOF', '127.0.0.1', 1),
    end: ({ port }) => askRedis(port, 'REPLICAOF', 'NO', 'ONE'),
  },
  refusal('The memory of Redis is full', /^Redis has no memory left/, 'maxmemory', '1', '0'),
  refusal(
    'Redis has fewer replicas than it needs',
    /^Redis has too few replicas/,
    'min-replicas-to-write',
    '1',
    '0',
  ),
  {
    fault: 'Redis cannot write its snapshot',
    sentence: /^Redis cannot save its data/,
    async begin({ port, directory }) {
      await askRedis(port, 'CONFIG', 'SET', 'save', '3600 1');
      await rm(directory, { recursive: true });
      await askRedis(port, 'BGSAVE');
    },
    async end({ port }) {
      await askRedis(port, 'CONFIG', 'SET', 'stop-writes-on-bgsave-error', 'no');
      await askRedis(port, 'CONFIG', 'SET', 'save', '');
    },
  },
  {
    fault: 'The user of Redis lost a right',
    sentence: /^(?:Redis forbids|The Redis user)/,
    begin: ({ port }) => askRedis(port, 'ACL', 'SETUSER', 'postern', '-evalsha'),
    end: ({ port }) => askRedis(port, 'ACL', 'SETUSER', 'postern', '+evalsha'),
  },
  {
    fault: 'Redis has stopped',
    sentence: /^Redis cannot be reached/,
    begin: async ({ pid }) => process.kill(pid, 'SIGKILL'),
    end: () => Promise.resolve(),
  },
];
