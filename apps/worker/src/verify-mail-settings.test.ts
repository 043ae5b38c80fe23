import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { parseEntry, type Prefix } from '@postern/core/prefix';
import { inAccount } from '@postern/database/database';
import { Verification } from '@postern/database/entities/verification';
import { readVerification } from '@postern/database/functions/read-verification';
import { createSecretSealer } from '@postern/database/sealed-secret';
import { TroubleEpisodes } from '@postern/database/trouble-episodes';
import { createEgressPolicy } from '@postern/mail-probe/egress/egress-policy';
import { probeServers } from '@postern/mail-probe/probe-servers';
import { markDispatched } from '@postern/test/api/mark-dispatched';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { waitUntil } from '@postern/test/environment/wait-until';
import { createCertificateAuthority } from '@postern/test/servers/certificate-authority';
import { imapScript } from '@postern/test/servers/imap-script';
import { createPrivateFolder } from '@postern/test/servers/private-folder';
import { startScriptedServer, type ScriptedServer } from '@postern/test/servers/scripted-server';
import { smtpScript } from '@postern/test/servers/smtp-script';
import { Client } from 'pg';
import { pino } from 'pino';
import type { Probe } from './bind-probe.js';
import { Progress } from './progress.js';
import { verifyMailSettings, type Ended } from './verify-mail-settings.js';

const log = pino({ level: 'silent' });
const troubles = new TroubleEpisodes(log);
const sealer = createSecretSealer([Buffer.alloc(32).toString('base64')]);
let api: TestApi;
let observer: Client;
let folder: { path: string; remove(): Promise<void> };
let imap: ScriptedServer;
let smtp: ScriptedServer;
let probe: Probe;
/** While this gate is closed, the IMAP server sends no greeting. */
let gate = Promise.withResolvers<void>();
let ended: Ended[] = [];

beforeAll(async () => {
  folder = await createPrivateFolder('verify');
  const authority = await createCertificateAuthority(folder.path);
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
  const allow = [parseEntry('127.0.0.0/8') as Prefix];
  const policy = createEgressPolicy({ allow, ports: [imap.port, smtp.port], closed: [] });
  const ca = await readFile(authority.caFile, 'utf8');
  probe = (servers, rule, how) => probeServers(servers, rule, { policy, ca, retryDelaysMs: [], ...how });
  api = await startTestApi();
  observer = new Client({ connectionString: api.testDatabase.superuserConnectionString });
  await observer.connect();
});
beforeEach(() => {
  gate = Promise.withResolvers();
  ended = [];
});
afterAll(async () => {
  gate.resolve();
  await observer.end();
  await api.stop();
  await imap.close();
  await smtp.close();
  await folder.remove();
});

async function save(domain: string): Promise<string> {
  const server = { host: '127.0.0.1', tls: 'implicit' };
  const servers = { imap: { ...server, port: imap.port }, smtp: { ...server, port: smtp.port } };
  const body = { domain, kind: 'imap', ...servers };
  const saved = await api.call('POST', '/v1/mail-settings', { body });
  return markDispatched(api.database, saved.body.verification.id);
}
const verify = (id: string) =>
  verifyMailSettings(
    {
      database: api.database,
      sealer,
      probe,
      progress: new Progress(api.database, troubles, log),
      troubles,
      log,
      onEnded: (one) => ended.push(one),
    },
    id,
  );
/** Starts a verification and waits until it has connected to the IMAP server. */
async function verifyUntilConnected(id: string) {
  const before = imap.connections();
  const outcome = verify(id);
  await waitUntil(() => imap.connections() > before);
  return { outcome };
}
const read = (id: string) => inAccount(api.database, api.account.id).findOneOrFail(Verification, { id });
const lapse = (id: string) =>
  observer.query('update verification_job set lease_until = now() where verification_id = $1', [id]);

test('a verification is claimed, probed and stored, and onEnded is called once', async () => {
  const id = await save('whole.example.com');
  const { outcome } = await verifyUntilConnected(id);
  expect((await read(id)).state).toBe('running');
  expect(await verify(id)).toBe('not-claimed');
  gate.resolve();
  expect(await outcome).toBe('passed');
  expect(await verify(id)).toBe('not-claimed');
  expect(ended).toEqual([
    { accountId: api.account.id, trigger: 'save', state: 'passed', code: '', seconds: expect.any(Number) },
  ]);
});

test('a worker that lost its lease ends its conversations, stores nothing and does not call onEnded', async () => {
  const id = await save('lost.example.com');
  const first = await verifyUntilConnected(id);
  await lapse(id);
  const second = await verifyUntilConnected(id);
  // The worker notices the loss when it renews the lease, while the server still sends no greeting.
  expect(await first.outcome).toBe('lost-lease');
  expect((await read(id)).state).toBe('running');
  gate.resolve();
  expect(await second.outcome).toBe('passed');
  expect(ended).toHaveLength(1);
});

test('a worker can renew an expired lease that no other worker claimed, and its result is stored', async () => {
  const id = await save('slow.example.com');
  const { outcome } = await verifyUntilConnected(id);
  await lapse(id);
  await waitUntil(async () => {
    const text = 'select 1 from verification_job where verification_id = $1 and lease_until > now()';
    return (await observer.query(text, [id])).rowCount === 1;
  });
  gate.resolve();
  expect(await outcome).toBe('passed');
});

test('the steps of a running verification are stored only while somebody reads it', async () => {
  const unread = await save('unread.example.com');
  const watched = await save('watched.example.com');
  const outcomes = [await verifyUntilConnected(unread), await verifyUntilConnected(watched)];
  await waitUntil(async () => {
    const seen = await readVerification(api.database, api.account.id, watched);
    return seen!.endpoints.some(({ steps }) => steps.length > 0);
  });
  expect((await read(unread)).endpoints).toEqual([]);
  gate.resolve();
  for (const { outcome } of outcomes) expect(await outcome).toBe('passed');
  expect((await read(unread)).endpoints).toHaveLength(2);
});

test('settings that are edited during their verification supersede the verification', async () => {
  const domain = 'edited.example.com';
  const id = await save(domain);
  const { outcome } = await verifyUntilConnected(id);
  const imapServer = { host: 'new.example.com', port: 993 };
  const body = { domain, kind: 'imap', imap: imapServer, smtp: { host: 'new.example.com', port: 465 } };
  await api.call('PUT', `/v1/mail-settings/${domain}`, { body });
  gate.resolve();
  expect(await outcome).toBe('superseded');
  expect(ended).toMatchObject([{ state: 'superseded' }]);
});
