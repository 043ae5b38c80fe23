import { createPostgresBackend, type BackendFactory, type IQueueBackend } from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';

/** Where jobs wait: a Redis or Valkey, or the product's own PostgreSQL (in a schema `bullmq`). */
export type JobBackend = { readonly redisUrl: string } | { readonly databaseUrl: string };

/** The arguments of BullMQ's constructors, and a function that closes the connection. */
export type BackendConnection = {
  readonly connection: Redis | pg.PoolConfig;
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
  await reachPostgres(backend.databaseUrl);
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
      await reachPostgres(backend.databaseUrl);
      break;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
  }
  signal.throwIfAborted();
  return postgresConnection(backend.databaseUrl);
}

async function reachPostgres(connectionString: string): Promise<void> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2000, query_timeout: 2000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** BullMQ makes a pool of its own from a config, closes it, and listens on one more connection. */
function postgresConnection(connectionString: string): BackendConnection {
  const connection = {
    connectionString,
    migrate: true,
    max: 4,
    connectionTimeoutMillis: 2000,
    query_timeout: 5000,
  };
  return {
    connection,
    factory: createPostgresBackend as unknown as BackendFactory<IQueueBackend, never>,
    release: () => undefined,
  };
}
