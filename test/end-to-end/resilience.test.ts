import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { answerOf } from '@postern/client/postern-client';
import { startBreakableProxy, type BreakableProxy } from '../environment/breakable-proxy.js';
import { describeWith } from '../environment/describe-with.js';
import { findProgram } from '../environment/system-packages.js';
import { createTestDatabase, type TestDatabase } from '../environment/test-database.js';
import { startPrivateRedis } from '../environment/test-redis.js';
import { waitUntil } from '../environment/wait-until.js';
import { createCertificateAuthority } from '../servers/certificate-authority.js';
import { imapScript } from '../servers/imap-script.js';
import { createPrivateFolder } from '../servers/private-folder.js';
import { startScriptedServer, type ScriptedServer } from '../servers/scripted-server.js';
import { smtpScript } from '../servers/smtp-script.js';
import { startStack, type Stack } from './start-stack.js';

let folder: { path: string; remove(): Promise<void> };
let caFile: string;
let imap: ScriptedServer;
let smtp: ScriptedServer;
/** While this gate is closed, the IMAP server accepts connections and completes TLS but sends no greeting. */
let gate = Promise.withResolvers<void>();

beforeAll(async () => {
  folder = await createPrivateFolder('resilience');
  const authority = await createCertificateAuthority(folder.path);
  caFile = authority.caFile;
  const files = await authority.issue('mail.example.com', ['IP:127.0.0.1'], 90);
  const tls = {
    key: await readFile(files.keyFile, 'utf8'),
    cert: await readFile(files.certificateFile, 'utf8'),
  };
  const greet = imapScript();
  imap = await startScriptedServer(async (wire) => {
    await gate.promise;
    await greet(wire);
  }, tls);
  smtp = await startScriptedServer(smtpScript(), tls);
});
beforeEach(() => {
  gate = Promise.withResolvers();
});
afterEach(() => gate.resolve());
afterAll(async () => {
  await imap.close();
  await smtp.close();
  await folder.remove();
});

const settings = (domain: string) => ({
  domain,
  kind: 'imap' as const,
  imap: { host: '127.0.0.1', port: imap.port, tls: 'implicit' as const },
  smtp: { host: '127.0.0.1', port: smtp.port, tls: 'implicit' as const },
});
const save = ({ client }: Stack, domain: string) =>
  answerOf(client.POST('/v1/mail-settings', { body: settings(domain) }));
const startWith = (options: { databaseUrl: string; redisUrl?: string }) =>
  startStack({
    ...options,
    environment: { POSTERN_EGRESS_PORTS: `${imap.port},${smtp.port}`, POSTERN_EGRESS_CA: caFile },
  });
const kill = async (stack: Stack, app: 'api' | 'worker') => {
  const ended = once(stack.processes[app], 'exit');
  stack.processes[app].kill('SIGKILL');
  await ended;
};

function killedWorker(redisUrl?: () => string): void {
  test('a verification whose worker was killed passes within 60 s and is stored once', async () => {
    const database = await createTestDatabase();
    const stack = await startWith({
      databaseUrl: database.connectionString,
      ...(redisUrl && { redisUrl: redisUrl() }),
    });
    const before = imap.connections();
    const saved = await save(stack, 'killed.example.com');
    await waitUntil(() => imap.connections() > before);
    await kill(stack, 'worker');
    gate.resolve();
    await stack.restart('worker');
    const verification = await stack.settled(saved.verification.id!);
    expect(verification.state).toBe('passed');
    const path = { domain: 'killed.example.com' };
    const { data } = await answerOf(
      stack.client.GET('/v1/mail-settings/{domain}/verifications', { params: { path } }),
    );
    expect(data).toEqual([verification]);
    await stack.stop();
    await database.drop();
  }, 90_000);
}

describe('a worker that is killed, queue on PostgreSQL', () => killedWorker());
describeWith(['redis'], 'a worker that is killed, queue on Redis', () =>
  killedWorker(() => `${process.env.TEST_REDIS_URL}/4`),
);

function editedMeanwhile(redisUrl?: () => string): void {
  let database: TestDatabase;
  let stack: Stack;
  beforeAll(async () => {
    database = await createTestDatabase();
    stack = await startWith({
      databaseUrl: database.connectionString,
      ...(redisUrl && { redisUrl: redisUrl() }),
    });
  });
  afterAll(async () => {
    await stack.stop();
    await database.drop();
  });
  /** Saves a domain and waits until the worker has connected to the IMAP server, which sends no greeting yet. */
  const saveAndConnect = async (domain: string) => {
    const before = imap.connections();
    const saved = await save(stack, domain);
    await waitUntil(() => imap.connections() > before);
    return saved.verification.id!;
  };

  test('a running verification whose settings are edited ends superseded, and the new settings are verified', async () => {
    const path = { domain: 'edited.example.com' };
    const first = await saveAndConnect(path.domain);
    const body = { ...settings(path.domain), allowNonSecureCertificate: true };
    const edited = await answerOf(stack.client.PUT('/v1/mail-settings/{domain}', { params: { path }, body }));
    gate.resolve();
    expect((await stack.settled(first)).state).toBe('superseded');
    expect((await stack.settled(edited.verification.id!)).state).toBe('passed');
    const now = await answerOf(stack.client.GET('/v1/mail-settings/{domain}', { params: { path } }));
    expect(now.verification).toMatchObject({ state: 'passed', id: edited.verification.id });
  });

  test('a running verification whose settings are deleted ends superseded', async () => {
    const path = { domain: 'deleted.example.com' };
    const id = await saveAndConnect(path.domain);
    await stack.client.DELETE('/v1/mail-settings/{domain}', { params: { path } });
    gate.resolve();
    expect((await stack.settled(id)).state).toBe('superseded');
  });
}

describe('settings that change while their verification runs, queue on PostgreSQL', () => editedMeanwhile());
describeWith(['redis'], 'settings that change while their verification runs, queue on Redis', () =>
  editedMeanwhile(() => `${process.env.TEST_REDIS_URL}/4`),
);

describeWith(['redis'], 'killing Redis', () => {
  test('without Redis a save responds 201 within 3 s, /readyz reports the fault, and the domain is verified later', async () => {
    const database = await createTestDatabase();
    const program = (await findProgram('redis'))!;
    const redis = await startPrivateRedis(program);
    gate.resolve();
    const stack = await startWith({
      databaseUrl: database.connectionString,
      redisUrl: `redis://127.0.0.1:${redis.port}`,
    });
    await redis.stop();
    const started = Date.now();
    const saved = await save(stack, 'away.example.com');
    expect(Date.now() - started).toBeLessThan(3000);
    expect(saved.verification.state).toBe('queued');
    const ready = await stack.fetch('/readyz');
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { status: 'ready', database: 'ready', queue: 'away' },
    ]);
    const second = await startPrivateRedis(program, redis.port);
    expect((await stack.settled(saved.verification.id!)).state).toBe('passed');
    await stack.stop();
    await second.stop();
    await database.drop();
  }, 90_000);
});

describe('PostgreSQL is unreachable', () => {
  let database: TestDatabase;
  let proxy: BreakableProxy;
  let stack: Stack;
  beforeAll(async () => {
    database = await createTestDatabase();
    const url = new URL(database.connectionString);
    proxy = await startBreakableProxy(Number(url.port));
    url.port = String(proxy.port);
    stack = await startWith({ databaseUrl: url.href });
  });
  afterAll(async () => {
    await stack.stop();
    await proxy.cut();
    await database.drop();
  });

  test('without PostgreSQL requests get 503 with Retry-After within 3 s, and later the api recovers', async () => {
    gate.resolve();
    await save(stack, 'kept.example.com');
    await proxy.cut();
    const { client } = stack;
    const body = settings('lost.example.com');
    const query = { email: 'jane@kept.example.com' };
    const calls = [
      () => client.POST('/v1/mail-settings', { body }),
      () => client.GET('/v1/mail-settings'),
      () => client.GET('/v1/populate', { params: { query } }),
      () => client.GET('/readyz'),
    ];
    for (const call of calls) {
      const started = Date.now();
      const { response } = await call();
      expect([response.status, response.headers.has('retry-after')]).toEqual([503, true]);
      expect(Date.now() - started).toBeLessThan(3000);
    }
    expect((await client.GET('/livez')).response.status).toBe(200);
    await proxy.mend();
    const statusOf = async (domain: string) =>
      (await client.GET('/v1/mail-settings/{domain}', { params: { path: { domain } } })).response.status;
    await waitUntil(async () => (await statusOf('kept.example.com')) === 200);
    expect(await statusOf('lost.example.com')).toBe(404);
    const saved = await save(stack, 'after.example.com');
    expect((await stack.settled(saved.verification.id!)).state).toBe('passed');
  }, 90_000);
});
