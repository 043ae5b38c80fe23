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

/** A stack all of whose traces can be searched: stores of its own, logs at their most verbose, spans and answers. */
export type WatchedStack = {
  /** Ends the processes; what they have left behind stays. */
  readonly stack: Stack;
  readonly superuserUrl: string;
  /** Typed, and every answer is kept whole. */
  readonly client: PosternClient;
  /** For what is no JSON or what the contract refuses: sends JSON, or a text as it is, and keeps the answer too. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  /** What a collector of spans was sent; the processes send every 2 s. */
  readonly spans: readonly string[];
  /** All that has been written anywhere until now. */
  places(): Promise<Place[]>;
  /** Ends everything. */
  close(): Promise<void>;
};

/** Starts it with the queue on a Redis that keeps everything, or on PostgreSQL. */
export async function startWatchedStack(
  queue: 'redis' | 'postgres',
  environment: Readonly<Record<string, string>>,
): Promise<WatchedStack> {
  const postgres = await startPrivatePostgres({ log_statement: 'all' }); // With every parameter.
  const database = await createTestDatabase(postgres.url);
  const redis = queue === 'redis' ? await startPersistentRedis((await findProgram('redis'))!) : null;
  const spans = await collectSpans();
  const logs: Record<App, Buffer[]> = { api: [], worker: [] };
  const answers: string[] = [];
  const stack = await startStack({
    databaseUrl: database.connectionString,
    ...(redis === null ? {} : { redisUrl: `redis://127.0.0.1:${redis.port}` }),
    environment: {
      POSTERN_LOG_LEVEL: 'trace',
      OTEL_EXPORTER_OTLP_ENDPOINT: spans.url,
      ...environment,
    },
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

/** A collector of spans (OTLP over HTTP) that keeps them as they come. */
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
