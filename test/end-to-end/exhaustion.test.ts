import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
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
