import { Cluster } from 'ioredis';
import { faultCode } from './fault-code.js';
import type { RedisClient } from './redis-client.js';

/** Redis answers, but it does not do what the queue needs. The message says how to repair that. */
class QueueUnfitError extends Error {
  override readonly name = 'QueueUnfitError';
  constructor(
    /** The word of Redis for it, like NOPERM, or `version` or `cluster`. */
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

const anyKey = 'key';
const otherKey = 'other';

/**
 * A harmless call of each command that BullMQ (6.7) and ioredis (6.0) send, also within scripts, by its name. The key is
 * a string: a command for another type is refused because of it after the rights were checked. `set` comes first.
 */
const calls: Readonly<Record<string, readonly (string | number)[]>> = {
  set: [anyKey, '', 'PX', 60_000],
  bzpopmin: [anyKey, 0.01],
  del: [otherKey],
  eval: ['return 1', 1, anyKey],
  evalsha: ['0'.repeat(40), 1, anyKey],
  exists: [anyKey],
  get: [anyKey],
  hdel: [anyKey, 'f'],
  hexists: [anyKey, 'f'],
  hget: [anyKey, 'f'],
  hgetall: [anyKey],
  hincrby: [anyKey, 'f', 1],
  hmget: [anyKey, 'f'],
  hmset: [anyKey, 'f', ''],
  hset: [anyKey, 'f', ''],
  incr: [anyKey],
  lindex: [anyKey, 0],
  llen: [anyKey],
  lpush: [anyKey, ''],
  lrange: [anyKey, 0, 0],
  lrem: [anyKey, 0, ''],
  ltrim: [anyKey, 0, 0],
  persist: [otherKey],
  pexpire: [otherKey, 60_000],
  pttl: [anyKey],
  rpop: [anyKey],
  rpoplpush: [anyKey, anyKey],
  sadd: [anyKey, ''],
  scard: [anyKey],
  smembers: [anyKey],
  srem: [anyKey, ''],
  xadd: [anyKey, '*', 'f', ''],
  xtrim: [anyKey, 'MAXLEN', 1],
  zadd: [anyKey, 0, ''],
  zcard: [anyKey],
  zcount: [anyKey, 0, 0],
  zpopmin: [anyKey],
  zrange: [anyKey, 0, 0],
  zrangebyscore: [anyKey, 0, 0],
  zrem: [anyKey, ''],
  zremrangebyrank: [anyKey, 0, 0],
  zremrangebyscore: [anyKey, 0, 0],
  zrevrange: [anyKey, 0, 0],
  zrevrangebyscore: [anyKey, 0, 0],
  zscore: [anyKey, ''],
};

/** Every command that the user of REDIS_URL must be allowed to run. */
export const neededCommands: readonly string[] = ['info', ...Object.keys(calls)];

/**
 * Checks that Redis is 6.2 or newer, a Cluster only if REDIS_URL says so, and lets its user write and run every needed
 * command on the keys of the prefix. Throws `QueueUnfitError` with the repair, or the error that Redis refuses with.
 * Returns what does not prevent the work and should be changed.
 */
export async function checkRedis(redis: RedisClient, prefix: string): Promise<readonly string[]> {
  const info = await readInfo(redis, prefix);
  const isCluster = info.get('redis_mode') === 'cluster';
  if (isCluster !== redis.isCluster)
    throw new QueueUnfitError(
      'cluster',
      isCluster
        ? 'REDIS_URL names a node of a Redis Cluster: write redis+cluster:// in front of the nodes'
        : 'REDIS_URL names no Redis Cluster: write redis:// in front of the server',
    );
  if (info.get('redis_mode') === 'sentinel')
    throw new QueueUnfitError(
      'sentinel',
      'REDIS_URL names a Sentinel: write redis+sentinel:// in front of the Sentinels and the name of the master after them',
    );
  const version = info.get('redis_version') ?? '0.0';
  if (isOlder(version, 6, 2))
    throw new QueueUnfitError(
      'version',
      `Redis 6.2 or newer, or Valkey, is needed; this is ${version.slice(0, 20)}`,
    );
  await checkRights(redis, prefix);
  const policy = info.get('maxmemory_policy') ?? 'noeviction';
  return policy === 'noeviction'
    ? []
    : [
        `Redis may drop jobs when its memory is full (maxmemory-policy ${policy}), which delays verifications: set maxmemory-policy noeviction`,
      ];
}

async function checkRights(redis: RedisClient, prefix: string): Promise<void> {
  const keys: Record<string, string> = {
    [anyKey]: `${prefix}:postern-check`,
    [otherKey]: `${prefix}:postern-check-none`,
  };
  const send = (command: string): Promise<unknown> =>
    redis.call(command, ...calls[command]!.map((value) => keys[value] ?? value));
  // A Redis that takes no writes at all refuses one call instead of all.
  await send('set').catch((error: unknown) => {
    if (faultCode(error) !== 'NOPERM') throw error;
  });
  const commands = Object.keys(calls);
  const results = await Promise.allSettled(commands.map(send));
  const missing: string[] = [];
  let isKeyRefused = false;
  for (const [place, result] of results.entries()) {
    if (result.status === 'fulfilled') continue;
    const error = result.reason as Error;
    const code = faultCode(error);
    if (code !== 'NOPERM') {
      if (code === 'WRONGTYPE' || code === 'NOSCRIPT' || /not an integer/.test(error.message)) continue;
      throw error;
    }
    if (/\bcommand\b/.test(error.message)) missing.push(commands[place]!);
    else isKeyRefused = true;
  }
  if (missing.length > 0 || isKeyRefused) throw lackingRights(redis, prefix, missing, isKeyRefused);
}

function lackingRights(
  redis: RedisClient,
  prefix: string,
  commands: readonly string[],
  isKeyRefused: boolean,
): QueueUnfitError {
  const { username } = redis instanceof Cluster ? (redis.options.redisOptions ?? {}) : redis.options;
  const grants = [...(isKeyRefused ? [`~${prefix}:*`] : []), ...commands.map((command) => `+${command}`)];
  return new QueueUnfitError(
    'NOPERM',
    `The Redis user ${username ?? 'default'} lacks rights that the queue needs. Grant them: ACL SETUSER ${username ?? 'default'} ${grants.join(' ')}`,
  );
}

async function readInfo(redis: RedisClient, prefix: string): Promise<ReadonlyMap<string, string>> {
  const text = await redis.info().catch((error: unknown) => {
    throw faultCode(error) === 'NOPERM' ? lackingRights(redis, prefix, ['info'], false) : error;
  });
  const lines = text.split(/\r?\n/).map((line) => line.split(':'));
  return new Map(lines.map(([name = '', ...value]) => [name, value.join(':')]));
}

function isOlder(version: string, major: number, minor: number): boolean {
  const [own = 0, ownMinor = 0] = version.split('.').map(Number);
  return own < major || (own === major && ownMinor < minor);
}
