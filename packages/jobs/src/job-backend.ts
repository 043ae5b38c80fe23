import type { BackendFactory, IQueueBackend } from 'bullmq';
import { Redis } from 'ioredis';
import type pg from 'pg';
import { sharePostgres } from './shared-postgres.js';

/** Where jobs wait: a Redis or Valkey, or the product's own PostgreSQL (in a schema `bullmq`). */
export type JobBackend = { readonly redisUrl: string } | { readonly databaseUrl: string };

/** The arguments of BullMQ's constructors, and a function that closes the connection. */
export type BackendConnection = {
  readonly connection: Redis | pg.Pool;
  readonly factory: BackendFactory<IQueueBackend, never> | undefined;
  /** Closes what BullMQ does not close itself. */
  release(): void;
};

/**
 * Connects a producer. Fails within 2 s when the backend is away: a Redis client with default options would wait for
 * ever, and a BullMQ Queue whose first use failed stays broken (6.7.0), so the Queue is built after this succeeded.
 */
export async function connectProducer(backend: JobBackend): Promise<BackendConnection> {
  if ('redisUrl' in backend) {
    const redis = new Redis(backend.redisUrl, {
      lazyConnect: true,
      connectTimeout: 2000,
      commandTimeout: 2000,
      maxRetriesPerRequest: 1,
    });
    redis.on('error', () => undefined); // Does nothing, because each failed call throws its error. An `error` event without a listener would end the process.
    try {
      await redis.connect();
    } catch (error) {
      redis.disconnect();
      throw error;
    }
    return { connection: redis, factory: undefined, release: () => redis.disconnect() };
  }
  return postgresConnection(backend.databaseUrl);
}

/** Connects a consumer. Waits for the backend as long as it takes, or until `signal` aborts. */
export async function connectConsumer(backend: JobBackend, signal: AbortSignal): Promise<BackendConnection> {
  if ('redisUrl' in backend) {
    const redis = new Redis(backend.redisUrl, { maxRetriesPerRequest: null, connectTimeout: 2000 });
    redis.on('error', () => undefined);
    return { connection: redis, factory: undefined, release: () => redis.disconnect() };
  }
  while (!signal.aborted) {
    try {
      return await postgresConnection(backend.databaseUrl);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
  throw new Error('The consumer was closed before its database could be reached');
}

async function postgresConnection(connectionString: string): Promise<BackendConnection> {
  const { pool, factory, release } = await sharePostgres(connectionString);
  return { connection: pool, factory, release };
}
