import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { answerOf } from '@postern/client/postern-client';
import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createTestDatabase, type TestDatabase } from '../environment/test-database.js';
import { startBreakableProxy, type BreakableProxy } from '../environment/breakable-proxy.js';
import { waitUntil } from '../environment/wait-until.js';
import { reservePort } from '../servers/loopback-port.js';
import { cleanEnvironment, posternEntry, runPostern } from '../servers/run-postern.js';
import { startStack, type Stack } from './start-stack.js';

const secret = { POSTERN_SECRET_KEY: randomBytes(32).toString('base64') };
/** What makes a process one of the next release. */
const next = { NODE_OPTIONS: `--import=${new URL('next-release.mjs', import.meta.url).href}` };
const answersWithinMs = 60_000;
const upgradeWithinMs = 300_000;

let database: TestDatabase;
let stack: Stack;
let balancer: BreakableProxy;
const started: ChildProcess[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
  stack = await startStack({ databaseUrl: database.connectionString, environment: secret });
  balancer = await startBreakableProxy(Number(new URL(stack.url).port));
}, upgradeWithinMs);
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL');
  await stack.kill();
  await balancer.cut();
  await database.drop();
});

const environment = () => ({ ...secret, DATABASE_URL: database.connectionString, POSTERN_LOG_LEVEL: 'warn' });

function startNext(command: 'api' | 'worker', port: number): void {
  const env = { ...cleanEnvironment(), ...environment(), ...next, PORT: String(port) };
  started.push(spawn(process.execPath, [posternEntry, command], { env, stdio: 'inherit' }));
}

type Answer = { readonly status: number; readonly retryAfter: string | null };

/** Sends what people send most, on four connections, until it is stopped; returns every answer, and 0 for none. */
function sendRequests() {
  const answers: Answer[] = [];
  let isOver = false;
  const paths = ['/v1/populate?email=jane@example.com', '/v1/mail-settings?limit=10'];
  const send = async (): Promise<void> => {
    for (let turn = 0; !isOver; turn += 1) {
      const headers = { authorization: `Bearer ${stack.token}` };
      const url = `http://127.0.0.1:${balancer.port}${paths[turn % paths.length]!}`;
      const ask = () => fetch(url, { headers });
      // A server may close an idle connection just as a request is sent: a client asks again (RFC 9112 §9.3.1).
      const answer = await ask().catch(() => ask().catch(() => null));
      await answer?.arrayBuffer();
      answers.push({ status: answer?.status ?? 0, retryAfter: answer?.headers.get('retry-after') ?? null });
    }
  };
  const sending = Promise.all([send(), send(), send(), send()]);
  return {
    answers,
    async stop() {
      isOver = true;
      await sending;
    },
  };
}

test(
  'B16 an upgrade under requests answers 200, or 503 with Retry-After, and an older process that starts then stops',
  async () => {
    const exchange = { url: 'https://mail.example.com/EWS/Exchange.asmx' };
    const body = { domain: 'example.com', kind: 'exchange' as const, exchange };
    await answerOf(stack.client.POST('/v1/mail-settings', { body }));
    const load = sendRequests();
    await waitUntil(() => load.answers.length > 10, answersWithinMs);

    const planned = await runPostern(['migrate', '--check'], { ...environment(), ...next });
    expect(planned).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining('2031-01-01-next-release'),
    });
    const migrated = await runPostern(['migrate'], { ...environment(), ...next });
    expect(migrated).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('2031-01-02-next-index') });
    const served = load.answers.length;
    await waitUntil(() => load.answers.length > served + 10, answersWithinMs); // The old api, on the new schema.

    const older = await runPostern(['worker'], environment());
    expect(older).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(
        /^This database was upgraded by a newer version of Postern .*later one\.\n$/,
      ),
    });

    const port = await reservePort();
    startNext('api', port);
    startNext('worker', port);
    const isReady = () =>
      fetch(`http://127.0.0.1:${port}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
    await waitUntil(isReady, upgradeWithinMs);
    balancer.lead(port);
    await stack.stop();
    expect(Object.values(stack.processes).map(({ exitCode }) => exitCode)).toEqual([0, 0]);
    const replaced = load.answers.length;
    await waitUntil(() => load.answers.length > replaced + 10, answersWithinMs);
    await load.stop();

    const wrong = load.answers.filter(
      ({ status, retryAfter }) => status !== 200 && !(status === 503 && /^\d+$/.test(retryAfter ?? '')),
    );
    expect(wrong).toEqual([]);
    expect(load.answers.at(-1)!.status).toBe(200);
    for (const child of started) {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
    }
  },
  upgradeWithinMs,
);
