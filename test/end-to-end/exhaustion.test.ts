import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../environment/test-database.js';
import { waitUntil } from '../environment/wait-until.js';
import { reservePort } from '../servers/loopback-port.js';
import { startStack, type Stack } from './start-stack.js';

const secretKey = randomBytes(32).toString('base64');
let database: TestDatabase;
let stack: Stack;

beforeAll(async () => {
  database = await createTestDatabase();
  stack = await startStack({
    databaseUrl: database.connectionString,
    environment: { POSTERN_SECRET_KEY: secretKey },
  });
}, 60_000);
afterAll(async () => {
  await stack.stop();
  await database.drop();
});

/** Sets how many files a running process may open; files that are open stay open. */
const limitFiles = ({ pid }: ChildProcess, most: number) =>
  promisify(execFile)('prlimit', ['--pid', String(pid), `--nofile=${most}:`]);

test('an api without file descriptors refuses connections, and accepts them when it has some', async () => {
  const ask = () =>
    fetch(`${stack.url}/livez`, { headers: { connection: 'close' }, signal: AbortSignal.timeout(1000) }).then(
      ({ status }) => status,
      () => 0,
    );
  expect(await ask()).toBe(200);
  await limitFiles(stack.processes.api, 3);
  await waitUntil(async () => (await ask()) === 0);
  await limitFiles(stack.processes.api, 4096);
  await waitUntil(async () => (await ask()) === 200);
  expect(stack.processes.api.exitCode).toBeNull();
  expect((await stack.fetch('/v1/me')).status).toBe(200);
}, 60_000);

test('an api whose log is on a full disk answers all requests', async () => {
  const port = await reservePort();
  const full = await open('/dev/full', 'w');
  const file = fileURLToPath(new URL('../../apps/api/dist/main.js', import.meta.url));
  const api = spawn(process.execPath, [file], {
    env: {
      PATH: process.env.PATH ?? '',
      PORT: String(port),
      DATABASE_URL: database.connectionString,
      POSTERN_SECRET_KEY: secretKey,
      POSTERN_LOG_LEVEL: 'debug',
    },
    stdio: ['ignore', full.fd, full.fd],
  });
  const ask = (path: string) =>
    fetch(`http://127.0.0.1:${port}${path}`, { headers: { authorization: `Bearer ${stack.token}` } }).then(
      ({ status }) => status,
      () => 0,
    );
  await waitUntil(async () => (await ask('/readyz')) === 200, 60_000);
  for (let count = 0; count < 20; count += 1) expect(await ask('/v1/me')).toBe(200);
  expect(await ask('/v1/nowhere')).toBe(404);
  const exited = once(api, 'exit');
  api.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  await full.close();
}, 90_000);

test('requests that are given up, refused or too slow leave no connection of the api in use', async () => {
  const observer = new Client({ connectionString: database.superuserConnectionString });
  await observer.connect();
  const inTransaction = async () => {
    const { rows } = await observer.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity
       where datname = current_database() and pid <> pg_backend_pid() and state like 'idle in transaction%'`,
    );
    return rows[0]!.count;
  };
  /** More than the pool has connections. */
  const each = (ask: (index: number) => Promise<unknown>) =>
    Promise.allSettled(Array.from({ length: 25 }, (_, index) => ask(index)));
  const post = (path: string, body: object, signal?: AbortSignal) =>
    stack.fetch(path, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
      ...(signal && { signal }),
    });
  const settings = (index: number) => ({
    domain: `leak${index}.example.com`,
    kind: 'exchange',
    exchange: { url: 'https://mail.example.com/EWS/Exchange.asmx' },
  });
  await each((index) => post('/v1/mail-settings', settings(index), AbortSignal.timeout(10)));
  await each(() => stack.fetch('/v1/mail-settings/export', { signal: AbortSignal.timeout(3) }));
  await each(() => post('/v1/mail-settings', { domain: 'no domain' }));
  await observer.query('begin; lock table mail_settings in access exclusive mode');
  const statuses = await each(async () => (await stack.fetch('/v1/populate?email=jane@example.com')).status);
  await observer.query('rollback');
  expect(new Set(statuses.map((answer) => (answer as { value?: unknown }).value))).toEqual(new Set([503]));
  await waitUntil(async () => (await inTransaction()) === 0);
  const answers = await each(async () => (await stack.fetch('/v1/populate?email=jane@example.com')).status);
  expect(answers).toEqual(answers.map(() => ({ status: 'fulfilled', value: 200 })));
  await observer.end();
}, 60_000);
