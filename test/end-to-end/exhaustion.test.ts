import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { open } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { answerOf } from '@postern/client/postern-client';
import { createTestDatabase, type TestDatabase } from '../environment/test-database.js';
import { waitUntil } from '../environment/wait-until.js';
import { startDnsServer, type DnsServer } from '../servers/dns-server.js';
import { reservePort } from '../servers/loopback-port.js';
import { startScriptedServer, type ScriptedServer } from '../servers/scripted-server.js';
import { startStack, type Stack } from './start-stack.js';

const secretKey = randomBytes(32).toString('base64');
let database: TestDatabase;
let dns: DnsServer;
let smtp: ScriptedServer;
let closedPort: number;
let stack: Stack;
let output = '';

beforeAll(async () => {
  database = await createTestDatabase();
  dns = await startDnsServer(() => ['127.0.0.1']);
  smtp = await startScriptedServer(async (wire) => wire.send('554 5.7.1 no service for you'));
  closedPort = await reservePort();
  stack = await startStack({
    databaseUrl: database.connectionString,
    environment: {
      POSTERN_EGRESS_PORTS: `${smtp.port},${closedPort}`,
      POSTERN_RESOLVER: `127.0.0.1:${dns.port}`,
      POSTERN_SECRET_KEY: secretKey,
    },
    onOutput: (_, chunk) => (output += chunk.toString()),
  });
}, 60_000);
afterAll(async () => {
  await stack.stop();
  await smtp.close();
  await dns.close();
  await database.drop();
});

const save = async (domain: string) => {
  const body = {
    domain,
    kind: 'imap' as const,
    imap: { host: '127.0.0.1', port: closedPort, tls: 'implicit' as const },
    smtp: { host: 'smtp.example.com', port: smtp.port, tls: 'starttls' as const },
  };
  const saved = await answerOf(stack.client.POST('/v1/mail-settings', { body }));
  return saved.verification.id!;
};
const codesOf = async (id: string) =>
  (await stack.settled(id)).endpoints.map(({ steps }) => steps.at(-1)!.failure!.code);
/** Sets how many files a running process may open; files that are open stay open. */
const limitFiles = ({ pid }: ChildProcess, most: number) =>
  promisify(execFile)('prlimit', ['--pid', String(pid), `--nofile=${most}:`]);

test('a worker without file descriptors stores nothing about a server, and measures it when it has some', async () => {
  // The first verification starts the threads, which need descriptors of their own.
  expect(await codesOf(await save('before.example.com'))).toEqual(['connect-refused', 'server-refused']);
  await limitFiles(stack.processes.worker, 3);
  const ids = await Promise.all(['one', 'two', 'three'].map((name) => save(`${name}.example.com`)));
  await waitUntil(() => output.includes('measurements wait until connections can be made again'));
  for (const id of ids) {
    const { data } = await stack.client.GET('/v1/verifications/{id}', { params: { path: { id } } });
    expect(['queued', 'running']).toContain(data!.state);
  }
  await limitFiles(stack.processes.worker, 4096);
  for (const id of ids) expect(await codesOf(id)).toEqual(['connect-refused', 'server-refused']);
}, 90_000);

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
