import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { answerOf } from '@postern/client/postern-client';
import { createTestDatabase, type TestDatabase } from '../environment/test-database.js';
import { waitUntil } from '../environment/wait-until.js';
import { reservePort } from '../servers/loopback-port.js';
import { startScriptedServer, type ScriptedServer } from '../servers/scripted-server.js';
import { startStack, type Stack } from './start-stack.js';

let database: TestDatabase;
let silent: ScriptedServer;
/** The scripted server sends its greeting only after this promise is resolved. */
const gate = Promise.withResolvers<void>();
let closedPort: number;
let metricsPort: number;
let stack: Stack;

beforeAll(async () => {
  database = await createTestDatabase();
  silent = await startScriptedServer(async (wire) => {
    await gate.promise;
    wire.send('554 5.7.1 no service for you');
  });
  closedPort = await reservePort();
  metricsPort = await reservePort();
  stack = await startStack({
    databaseUrl: database.connectionString,
    environment: {
      POSTERN_EGRESS_PORTS: `${silent.port},${closedPort}`,
      POSTERN_WORKER_METRICS: String(metricsPort),
    },
  });
});
afterAll(async () => {
  gate.resolve();
  await stack.stop();
  await silent.close();
  await database.drop();
});

const scrape = async (): Promise<string> =>
  await fetch(`http://127.0.0.1:${metricsPort}/metrics`).then(
    (answer) => answer.text(),
    () => '', // The request fails while the worker is still starting.
  );
const save = async (domain: string, smtpPort: number): Promise<string> => {
  const body = {
    domain,
    kind: 'imap' as const,
    imap: { host: '127.0.0.1', port: closedPort, tls: 'implicit' as const },
    smtp: { host: '127.0.0.1', port: smtpPort, tls: 'starttls' as const },
  };
  const saved = await answerOf(stack.client.POST('/v1/mail-settings', { body }));
  return saved.verification.id!;
};
const ended = async () =>
  (await scrape()).split('\n').filter((line) => line.startsWith('postern_verifications_total{'));
const refusedOnce = 'postern_verifications_total{trigger="save",state="failed",code="connect-refused"} 1';

test('the worker’s metrics count a verification with a refused connection', async () => {
  await save('refused.example.com', closedPort);
  await waitUntil(async () => (await ended()).length > 0);
  expect(await ended()).toEqual([refusedOnce]);
  expect(await scrape()).toContain(
    'postern_probe_stage_duration_seconds_count{endpoint="smtp",stage="connect"} 1',
  );
});

test('a verification whose worker was killed is counted once, in the metrics of the worker that finished it', async () => {
  const id = await save('killed.example.com', silent.port);
  await waitUntil(async () => (await scrape()).includes('postern_verifications_running 1'));
  const gone = once(stack.processes.worker, 'exit');
  stack.processes.worker.kill('SIGKILL');
  await gone;
  gate.resolve();
  await stack.restart('worker');
  const { endpoints } = await stack.settled(id);
  expect(endpoints[1]!.steps.at(-1)!.failure!.code).toBe('server-refused');
  await waitUntil(async () => (await ended()).length > 0);
  expect(await ended()).toEqual([refusedOnce]);
}, 60_000);
