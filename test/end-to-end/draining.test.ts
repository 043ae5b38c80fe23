import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { Agent, get, request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'pg';
import { answerOf } from '@postern/client/postern-client';
import { createTestDatabase, type TestDatabase } from '../environment/test-database.js';
import { waitUntil } from '../environment/wait-until.js';
import { reservePort } from '../servers/loopback-port.js';
import { startScriptedServer, type ScriptedServer } from '../servers/scripted-server.js';
import { startStack, type Stack } from './start-stack.js';

let database: TestDatabase;
let smtp: ScriptedServer;
/** The scripted server sends its greeting only after this promise is resolved. */
const gate = Promise.withResolvers<void>();
let closedPort: number;
let stack: Stack;
/** The id of the verification that is running when the processes are told to stop. */
let runningId: string;
let output = '';

beforeAll(async () => {
  database = await createTestDatabase();
  smtp = await startScriptedServer(async (wire) => {
    await gate.promise;
    wire.send('554 5.7.1 no service for you');
  });
  closedPort = await reservePort();
  stack = await startStack({
    databaseUrl: database.connectionString,
    environment: { POSTERN_EGRESS_PORTS: `${smtp.port},${closedPort}` },
    onOutput: (app, chunk) => {
      output += `${app}: ${chunk}`;
    },
  });
  runningId = await save('running.example.com');
  await waitUntil(() => smtp.connections() === 1);
});
afterAll(async () => {
  gate.resolve();
  await stack.stop();
  await smtp.close();
  await database.drop();
});

const save = async (domain: string): Promise<string> => {
  const body = {
    domain,
    kind: 'imap' as const,
    imap: { host: '127.0.0.1', port: closedPort, tls: 'implicit' as const },
    smtp: { host: '127.0.0.1', port: smtp.port, tls: 'starttls' as const },
  };
  const saved = await answerOf(stack.client.POST('/v1/mail-settings', { body }));
  return saved.verification.id!;
};
const read = (id: string) =>
  answerOf(stack.client.GET('/v1/verifications/{id}', { params: { path: { id } } }));
const isWaitingForLock = async (sql: Client): Promise<boolean> => {
  const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
  return (await sql.query(waiting)).rowCount === 1;
};

test('on SIGTERM the api completes its request, ends event streams and ignores idle connections', async () => {
  // The connection stays open like that of a proxy, which keeps idle connections for a minute or more.
  const agent = new Agent({ keepAlive: true });
  const authorization = `Bearer ${stack.token}`;
  const stream = get(`${stack.url}/v1/verifications/${runningId}/events`, {
    agent,
    headers: { authorization },
  });
  const [events] = (await once(stream, 'response')) as [IncomingMessage];
  const streamed = text(events);
  const body = JSON.stringify({ name: 'last', role: 'member' });
  const call = request(`${stack.url}/v1/tokens`, {
    agent,
    method: 'POST',
    headers: {
      authorization,
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      expect: '100-continue', // The response "100 Continue" shows that the api has begun to read the request.
    },
  });
  call.flushHeaders();
  await once(call, 'continue');
  const exited = once(stack.processes.api, 'exit');
  const answered = once(call, 'response') as Promise<[IncomingMessage]>;
  stack.processes.api.kill('SIGTERM');
  expect(await streamed).not.toContain('event: done');
  call.end(body);
  const [answer] = await answered;
  answer.resume();
  expect([answer.statusCode, answer.headers.connection]).toEqual([201, 'close']);
  const toldAt = performance.now();
  expect(await exited).toEqual([0, null]);
  // The agent closes an idle connection after 5 s, so the api did not wait for that.
  expect(performance.now() - toldAt).toBeLessThan(3000);
  agent.destroy();
  await stack.restart('api');
});

test('on SIGTERM a worker finishes its running verification, starts no other, and exits with code 0', async () => {
  const { worker } = stack.processes;
  const exited = once(worker, 'exit');
  worker.kill('SIGTERM');
  const queuedId = await save('queued.example.com');
  gate.resolve();
  expect(await exited).toEqual([0, null]);
  const { state, endpoints } = await read(runningId);
  expect([state, endpoints[1]!.steps.at(-1)!.failure!.code]).toEqual(['failed', 'server-refused']);
  expect((await read(queuedId)).state).toBe('queued');
});

test('on SIGTERM the api completes the request of a client that has left, and logs no error', async () => {
  const sql = new Client({ connectionString: database.superuserConnectionString });
  await sql.connect();
  await sql.query('begin');
  await sql.query('lock table mail_settings');
  const authorization = `Bearer ${stack.token}`;
  const call = get(`${stack.url}/v1/mail-settings`, { headers: { authorization } });
  call.on('error', () => undefined); // The call is aborted below.
  await waitUntil(() => isWaitingForLock(sql));
  call.destroy();
  const exited = once(stack.processes.api, 'exit');
  stack.processes.api.kill('SIGTERM');
  await setTimeout(500);
  await sql.query('rollback');
  await sql.end();
  expect(await exited).toEqual([0, null]);
  expect(output).not.toContain('"level":50');
  await stack.restart('api');
});

test('of an import whose api was killed nothing is written, and its record says so', async () => {
  const sql = new Client({ connectionString: database.superuserConnectionString });
  await sql.connect();
  await sql.query('begin');
  await sql.query(`select 1 from mail_settings where domain = 'running.example.com' for update`);
  const rows = Array.from({ length: 600 }, (_, at) => `cut${at}.example.com`).concat('running.example.com');
  const answer = await stack.fetch('/v1/mail-settings/import', {
    method: 'POST',
    headers: { 'content-type': 'text/csv', prefer: 'respond-async' },
    body: `domain,kind,imapHost,imapPort,smtpHost,smtpPort\n${rows.map((row) => `${row},imap,127.0.0.1,993,127.0.0.1,465`).join('\n')}`,
  });
  expect(answer.status).toBe(202);
  // The first 500 rows are written then, and the import waits for the row that is locked here.
  await waitUntil(() => isWaitingForLock(sql));
  const exited = once(stack.processes.api, 'exit');
  stack.processes.api.kill('SIGKILL');
  await exited;
  await sql.query('rollback');
  await stack.restart('api');
  await sql.query(`update long_import set lease_until = now()`); // It would run out after 20 s.
  const found = await (await stack.fetch(answer.headers.get('location')!)).json();
  expect(found).toMatchObject({ state: 'failed', result: null, problem: { code: 'import-interrupted' } });
  const { rows: written } = await sql.query(`select domain from mail_settings where domain like 'cut%'`);
  expect(written).toEqual([]);
  await sql.end();
});
