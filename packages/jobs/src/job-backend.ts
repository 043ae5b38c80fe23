import type { Environment } from '@postern/core/environment';
import { createRedisBackend, type BackendFactory, type IQueueBackend } from 'bullmq';
import type pg from 'pg';
import { createRedis, prefixOf, type RedisClient } from './redis-client.js';
import { checkRedis } from './redis-needs.js';
import { sharePostgres } from './shared-postgres.js';
import { within } from './within.js';

/** Where jobs wait: a Redis or Valkey, or the product's own PostgreSQL (in a schema `bullmq`). */
export type JobBackend = { readonly redisUrl: string } | { readonly databaseUrl: string };

/** The backend that the environment names: REDIS_URL, or the PostgreSQL of DATABASE_URL, which must be set. */
export function jobBackendOf({ REDIS_URL, DATABASE_URL }: Environment): JobBackend {
  return REDIS_URL === undefined ? { databaseUrl: DATABASE_URL! } : { redisUrl: REDIS_URL };
}

/** The arguments of BullMQ's constructors, and what BullMQ does not do itself. */
export type BackendConnection = {
  readonly connection: RedisClient | pg.Pool;
  readonly factory: BackendFactory<IQueueBackend, never>;
  /** What the keys of Redis begin with. */
  readonly prefix: string;
  /** Throws unless the backend does what the queue needs now; returns what should be changed about it. */
  check(): Promise<readonly string[]>;
  /** Closes what BullMQ does not close itself. */
  release(): void;
};

/** How long a backend may take to answer when it is connected or checked. */
const answerMs = 3000;

/**
 * Connects a producer. Fails within 3 s when the backend is away: a Redis client with default options would wait for
 * ever, and a BullMQ Queue whose first use failed stays broken (6.7.0), so the Queue is built after this succeeded.
 */
export function connectProducer(backend: JobBackend): Promise<BackendConnection> {
  return connect(backend, { commandTimeout: 2000, maxRetriesPerRequest: 1 });
}

/** Connects a consumer, whose calls wait while a connection is lost. Fails within 3 s like `connectProducer`. */
export function connectConsumer(backend: JobBackend): Promise<BackendConnection> {
  return connect(backend, { maxRetriesPerRequest: null });
}

function connect(
  backend: JobBackend,
  options: { readonly commandTimeout?: number; readonly maxRetriesPerRequest: number | null },
): Promise<BackendConnection> {
  if ('databaseUrl' in backend) return connectPostgres(backend.databaseUrl);
  const prefix = prefixOf(backend.redisUrl);
  const redis = createRedis(backend.redisUrl, { ...options, connectTimeout: 2000 });
  return connectRedis(redis, prefix);
}

async function connectRedis(redis: RedisClient, prefix: string): Promise<BackendConnection> {
  // Each failed call throws its error, but that of a connection names no cause. An `error` event without a listener would end the process.
  let cause: Error | undefined;
  redis.on('error', (error: Error) => (cause = error));
  try {
    await within(answerMs, redis.connect());
  } catch (error) {
    redis.disconnect();
    throw cause ?? error;
  }
  return {
    connection: redis,
    factory: createRedisBackend as unknown as BackendFactory<IQueueBackend, never>,
    prefix,
    check: () => within(answerMs, checkRedis(redis, prefix)),
    release: () => redis.disconnect(),
  };
}

async function connectPostgres(databaseUrl: string): Promise<BackendConnection> {
  const { pool, factory, release } = await sharePostgres(databaseUrl);
  return { connection: pool, factory, prefix: 'bull', check: () => Promise.resolve([]), release };
}
