import { parseRedisUrl, type RedisAddress } from '@postern/core/redis-url';
import { Cluster, Redis, type RedisOptions } from 'ioredis';

export type RedisClient = Redis | Cluster;

/**
 * BullMQ's scripts take several keys of a queue, which a Cluster allows in one slot only. The braces (a hash tag) put all
 * keys with the prefix into one slot.
 */
export function prefixOf(redisUrl: string): string {
  return addressOf(redisUrl).mode === 'cluster' ? '{bull}' : 'bull';
}

/** Makes a client that has not connected yet. `options` are those of each connection; its errors must be listened for. */
export function createRedis(redisUrl: string, options: RedisOptions): RedisClient {
  const address = addressOf(redisUrl);
  const { mode, nodes, tls, username, password, database: db, masterName: name } = address;
  const common: RedisOptions = {
    ...options,
    enableReadyCheck: false, // What it asks Redis is checked by checkRedis, which reports it.
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls ? { tls: {} } : {}),
    // A master that became a replica answers READONLY for as long as its connections stay open. The call still fails.
    reconnectOnError: ({ message }) => /\bREADONLY\b/.test(message),
  };
  if (mode === 'cluster') {
    return new Cluster([...nodes], {
      lazyConnect: true,
      enableReadyCheck: false,
      redisOptions: common,
      slotsRefreshTimeout: 2000,
      clusterRetryStrategy: (attempts) => Math.min(100 * attempts, 2000),
      // By default a Cluster's names are replaced by addresses, which its certificates need not contain.
      ...(tls ? { dnsLookup: (host, callback) => callback(null, host) } : {}),
    });
  }
  if (mode === 'single') return new Redis({ lazyConnect: true, db, ...nodes[0]!, ...common });
  const { sentinelUsername, sentinelPassword } = address;
  return new Redis({
    lazyConnect: true,
    db,
    sentinels: [...nodes],
    name,
    ...(sentinelUsername === undefined ? {} : { sentinelUsername }),
    ...(sentinelPassword === undefined ? {} : { sentinelPassword }),
    ...(tls ? { enableTLSForSentinelMode: true, sentinelTLS: {} } : {}),
    sentinelRetryStrategy: (attempts) => Math.min(100 * attempts, 2000),
    ...common,
  });
}

function addressOf(redisUrl: string): RedisAddress {
  const address = parseRedisUrl(redisUrl);
  if ('rule' in address) throw new Error(`REDIS_URL ${address.rule}`);
  return address;
}
