import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { components } from '@postern/client/generated/openapi';
import { answerOf, createPosternClient, type PosternClient } from '@postern/client/postern-client';
import { heapOptions } from '@postern/cli/heap-options';
import { openDatabase } from '@postern/database/database';
import { migrateDatabase } from '@postern/database/migrate';
import { bootstrapTokens } from '@postern/database/tokens';
import { reservePort } from '../servers/loopback-port.js';
import { waitUntil } from '../environment/wait-until.js';
import { endingWithParent } from '../servers/ending-with-parent.js';

/** An app starts within a few seconds, or within a minute or two on a busy machine. */
const readyWithinMs = 180_000;

export type App = 'api' | 'worker';
export type StackOptions = {
  readonly databaseUrl: string;
  readonly redisUrl?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** The port of the api; default a free one. */
  readonly port?: number;
  /** Receives the output of the processes. By default it goes to the output of the test. */
  readonly onOutput?: (app: App, chunk: Buffer) => void;
};
export type Verification = components['schemas']['Verification'];

/** The built api and worker as two processes, as `postern up` runs them. */
export type Stack = {
  readonly url: string;
  readonly token: string;
  readonly processes: Readonly<Record<App, ChildProcess>>;
  /** The client of a super admin, typed from the OpenAPI document. */
  readonly client: PosternClient;
  /**
   * Plain `fetch` with the token, for responses that are not JSON and routes that the OpenAPI document lacks: event
   * streams, texts, health.
   */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /**
   * Sends JSON and returns the body of the response, also that of a problem, as an unchecked `T`. Meant for bodies
   * that the contract refuses and for benchmarks; all other calls use `client`.
   */
  call<T>(method: string, path: string, body?: unknown): Promise<T>;
  /**
   * Reads a verification until it has ended; fails after `timeoutMs`, default 60 s. `T` may be the type from core.
   */
  settled<T extends Verification = Verification>(verificationId: string, timeoutMs?: number): Promise<T>;
  /** Starts the api or the worker again after the process was killed. */
  restart(app: App): Promise<void>;
  /** Starts one more worker, which ends with the stack. `log` is the descriptor of the file that it logs to. */
  addWorker(log?: number): ChildProcess;
  stop(): Promise<void>;
  /** Ends all processes at once; what they were doing is given up. */
  kill(): Promise<void>;
};

/** Migrates the database and starts both processes; resolves when the api is ready. */
export async function startStack(options: StackOptions): Promise<Stack> {
  const token = await prepareDatabase(options.databaseUrl);
  const port = options.port ?? (await reservePort());
  const url = `http://127.0.0.1:${port}`;
  const variables = variablesOf(options, port);
  const run = (app: App, log?: number) => startApp(app, variables, options.onOutput, log);
  const processes = { api: run('api'), worker: run('worker') };
  const added: ChildProcess[] = [];
  const fetchPath: Stack['fetch'] = (path, init = {}) =>
    fetch(url + path, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } });
  const isReady = () =>
    fetchPath('/readyz').then(
      (answer) => answer.status === 200,
      () => false,
    );
  try {
    await waitUntil(isReady, readyWithinMs);
  } catch (error) {
    await Promise.all(Object.values(processes).map((child) => endChild(child, 'SIGTERM')));
    throw error;
  }

  const call: Stack['call'] = async (method, path, body) => {
    const json =
      body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    const answer = await fetchPath(path, { method, ...json });
    return answer.status === 204 ? undefined : await answer.json().catch(() => null);
  };
  const client = createPosternClient({ baseUrl: url, token });
  return {
    url,
    token,
    processes,
    client,
    fetch: fetchPath,
    call,
    async settled<T extends Verification>(id: string, timeoutMs?: number) {
      return (await readSettled(client, id, timeoutMs)) as T;
    },
    async restart(app) {
      processes[app] = run(app);
      if (app === 'api') await waitUntil(isReady, readyWithinMs);
    },
    addWorker(log) {
      const worker = run('worker', log);
      added.push(worker);
      return worker;
    },
    async stop() {
      await Promise.all([...Object.values(processes), ...added].map((child) => endChild(child, 'SIGTERM')));
    },
    async kill() {
      await Promise.all([...Object.values(processes), ...added].map((child) => endChild(child, 'SIGKILL')));
    },
  };
}

function variablesOf({ databaseUrl, redisUrl, environment }: StackOptions, port: number) {
  return {
    PATH: process.env.PATH ?? '',
    NODE_OPTIONS: heapOptions,
    PORT: String(port),
    DATABASE_URL: databaseUrl,
    ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
    POSTERN_SECRET_KEY: randomBytes(32).toString('base64'),
    POSTERN_LOG_LEVEL: 'warn',
    POSTERN_EGRESS_ALLOW: '127.0.0.0/8',
    ...environment,
  };
}

/** Repeats the request until the api responds. */
async function readSettled(client: PosternClient, id: string, timeoutMs = 60_000): Promise<Verification> {
  let seen: Verification | undefined;
  await waitUntil(async () => {
    const asked = answerOf(client.GET('/v1/verifications/{id}', { params: { path: { id } } }));
    seen = await asked.catch(() => seen);
    return seen !== undefined && ['passed', 'failed', 'superseded'].includes(seen.state);
  }, timeoutMs);
  return seen!;
}

function startApp(
  app: App,
  variables: Readonly<Record<string, string>>,
  onOutput: StackOptions['onOutput'],
  log?: number,
): ChildProcess {
  const file = fileURLToPath(new URL(`../../apps/${app}/dist/main.js`, import.meta.url));
  const output = onOutput === undefined ? 'inherit' : 'pipe';
  const child = spawn(...endingWithParent('KILL', process.execPath, [file]), {
    env: variables,
    stdio: ['ignore', log ?? output, output],
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (chunk: Buffer) => onOutput?.(app, chunk));
  return child;
}

/** Migrates the database, creates a token of the super admin and returns it. */
async function prepareDatabase(databaseUrl: string): Promise<string> {
  const token = `postern_${randomBytes(32).toString('base64url')}`;
  await migrateDatabase(databaseUrl);
  const database = await openDatabase(databaseUrl);
  await bootstrapTokens(database, { superAdmin: token, operator: null });
  await database.close();
  return token;
}

async function endChild(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  await once(child, 'exit');
}
