import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { createPosternClient, type PosternClient } from '@postern/client/postern-client';
import { placesInPostgres, placesInRedis, type Place } from '../environment/places-of-secrets.js';
import { findProgram } from '../environment/system-packages.js';
import { createTestDatabase } from '../environment/test-database.js';
import { startPrivatePostgres } from '../environment/test-postgres.js';
import { startPersistentRedis } from '../environment/test-redis.js';
import { startStack, type App, type Stack } from './start-stack.js';

/** An api and a worker whose stores, logs (level trace), spans and responses can all be searched for a text. */
export type WatchedStack = {
  /** Ends the processes; their stores and logs stay readable. */
  readonly stack: Stack;
  readonly superuserUrl: string;
  /** The typed client. Every response is kept, so that it can be searched. */
  readonly client: PosternClient;
  /**
   * Sends any body, also one that the contract refuses: an object as JSON, a text unchanged. The response is kept,
   * so that it can be searched.
   */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** The spans that the processes have sent. They send spans every 2 s. */
  readonly spans: readonly string[];
  /** Returns everything that was stored, logged, sent and received so far, by place. */
  places(): Promise<Place[]>;
  /** Ends the processes and their servers. */
  close(): Promise<void>;
};

/** Starts the processes with the queue on a Redis that keeps all commands, or on PostgreSQL. */
export async function startWatchedStack(
  queue: 'redis' | 'postgres',
  environment: Readonly<Record<string, string>>,
  port?: number,
): Promise<WatchedStack> {
  // PostgreSQL logs every statement with its parameters.
  const postgres = await startPrivatePostgres({ log_statement: 'all' });
  const database = await createTestDatabase(postgres.url);
  const redis = queue === 'redis' ? await startPersistentRedis((await findProgram('redis'))!) : null;
  const spans = await collectSpans();
  const logs: Record<App, Buffer[]> = { api: [], worker: [] };
  const answers: string[] = [];
  const stack = await startStack({
    databaseUrl: database.connectionString,
    ...(redis === null ? {} : { redisUrl: `redis://127.0.0.1:${redis.port}` }),
    ...(port === undefined ? {} : { port }),
    environment: { POSTERN_LOG_LEVEL: 'trace', OTEL_EXPORTER_OTLP_ENDPOINT: spans.url, ...environment },
    onOutput: (app, chunk) => logs[app].push(chunk),
  });
  const kept = async (answer: Response): Promise<Response> => {
    answers.push(JSON.stringify([...answer.headers]), await answer.clone().text());
    return answer;
  };
  return {
    stack,
    client: createPosternClient({
      baseUrl: stack.url,
      token: stack.token,
      fetch: async (request) => kept(await fetch(request)),
    }),
    superuserUrl: database.superuserConnectionString,
    spans: spans.received,
    async call(method, path, body, headers = {}) {
      const json: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
      const asked = stack.fetch(path, {
        method,
        headers: { ...json, ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      return kept(await asked);
    },
    async places() {
      return [
        ...(await placesInPostgres(database.superuserConnectionString, postgres.directory)),
        ...(redis === null ? [] : await placesInRedis(redis.port, redis.directory)),
        { name: 'log of the api', bytes: Buffer.concat(logs.api) },
        { name: 'log of the worker', bytes: Buffer.concat(logs.worker) },
        { name: 'spans', bytes: Buffer.from(spans.received.join('\n')) },
        { name: 'answers', bytes: Buffer.from(answers.join('\n')) },
      ];
    },
    async close() {
      await stack.stop();
      spans.close();
      await redis?.stop();
      await postgres.stop();
    },
  };
}

/** Starts a collector of spans (OTLP over HTTP) that keeps their bytes as received. */
async function collectSpans(): Promise<{ url: string; received: readonly string[]; close(): void }> {
  const received: string[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      received.push(body);
      response.end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, received, close: () => server.close() };
}
