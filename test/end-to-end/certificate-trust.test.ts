import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { MailSettings } from '@postern/core/mail-settings';
import type { Verification } from '@postern/core/verification';
import {
  makeCertificates,
  type CertificateKind,
  type TestCertificates,
} from '../certificates/make-certificates.js';
import { createTestDatabase, type TestDatabase } from '../environment/test-database.js';
import { imapScript } from '../servers/imap-script.js';
import { startScriptedServer, type ScriptedServer } from '../servers/scripted-server.js';
import { smtpScript } from '../servers/smtp-script.js';
import { startStack, type Stack } from './start-stack.js';

type KeyPair = { key: string; cert: string };
const password = 'canary-pinned-password';
const accounts = { 'jane@pinned.example.com': password, 'jane@new.example.com': password };
let made: TestCertificates;
/** What the servers show now; they read it at every handshake. */
let shown: KeyPair;
let imap: ScriptedServer;
let smtp: ScriptedServer;
let database: TestDatabase;
let stack: Stack;

beforeAll(async () => {
  made = await makeCertificates();
  shown = keyPair('selfSigned');
  imap = await startScriptedServer(imapScript({ accounts }), shown);
  smtp = await startScriptedServer(smtpScript({ accounts }), shown);
  database = await createTestDatabase();
  stack = await startStack({
    databaseUrl: database.connectionString,
    environment: { POSTERN_EGRESS_PORTS: `${imap.port},${smtp.port}` },
  });
});
afterAll(async () => {
  await stack.stop();
  await database.drop();
  await imap.close();
  await smtp.close();
});

const keyPair = (kind: CertificateKind): KeyPair => {
  const { key, cert } = made.of(kind);
  return { key, cert };
};
const servers = (allowNonSecureCertificate: boolean) => ({
  kind: 'imap',
  imap: { host: '127.0.0.1', port: imap.port, tls: 'implicit' },
  smtp: { host: '127.0.0.1', port: smtp.port, tls: 'implicit' },
  allowNonSecureCertificate,
});
const url = '/v1/mail-settings/pinned.example.com';
const verify = async () => {
  const started = await stack.call<Verification>('POST', `${url}/verifications`, {});
  return stack.settled<Verification>(started.id);
};
const connect = async (email: string, more: object = {}) => {
  const body = { email, credentials: { password }, ...more };
  const started = await stack.call<Verification>('POST', '/v1/connections', body);
  return stack.settled<Verification>(started.id);
};
const trust = (endpoint: string, sha256: string) =>
  stack.fetch(`${url}/trust`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ endpoint, sha256 }),
  });
const digestsOf = (verification: Verification) =>
  verification.endpoints.map(({ certificate }) => certificate!.sha256);

test('R5 without the flag a certificate that no CA signed fails, and a login is cut before the password', async () => {
  const saved = await stack.call<MailSettings>('POST', '/v1/mail-settings', {
    domain: 'pinned.example.com',
    ...servers(false),
  });
  const verification = await stack.settled<Verification>(saved.verification.id!);
  expect(verification.failure).toMatchObject({
    code: 'cert-self-signed',
    stage: 'tls',
    field: 'allowNonSecureCertificate',
  });
  expect((await connect('jane@pinned.example.com')).failure).toMatchObject({ code: 'cert-self-signed' });
  expect(imap.received()).not.toContain('AUTHENTICATE');
  expect((await trust('imap', digestsOf(verification)[0]!)).status).toBe(422);
});

test('R5 with the flag a save pins what it sees, warns, and logins work', async () => {
  const saved = await stack.call<MailSettings>('PUT', url, {
    domain: 'pinned.example.com',
    ...servers(true),
  });
  const verification = await stack.settled<Verification>(saved.verification.id!);
  expect(verification.state).toBe('passed');
  expect(verification.warnings.map(({ endpoint, code }) => [endpoint, code])).toEqual([
    ['imap', 'cert-self-signed'],
    ['smtp', 'cert-self-signed'],
  ]);
  expect((await connect('jane@pinned.example.com')).state).toBe('passed');
});

test('R5 another certificate is cert-changed until an admin trusts the very one that was seen', async () => {
  Object.assign(shown, keyPair('selfSignedRenewed'));
  expect((await verify()).state).toBe('passed'); // Renewed with the same key.
  const refusedBefore = imap.received().split('AUTHENTICATE').length;
  Object.assign(shown, keyPair('selfSignedReplaced'));
  const changed = await verify();
  expect(changed.failure).toMatchObject({ endpoint: 'imap', code: 'cert-changed' });
  expect((await connect('jane@pinned.example.com')).failure).toMatchObject({ code: 'cert-changed' });
  expect(imap.received().split('AUTHENTICATE')).toHaveLength(refusedBefore);
  expect((await trust('imap', '0'.repeat(64))).status).toBe(422);
  const [imapDigest, smtpDigest] = digestsOf(changed);
  const halfway = await trust('imap', imapDigest!);
  expect(halfway.status).toBe(202);
  const started = (await halfway.json()) as Verification;
  expect((await stack.settled<Verification>(started.id)).failure).toMatchObject({
    endpoint: 'smtp',
    code: 'cert-changed',
  });
  const last = (await (await trust('smtp', smtpDigest!)).json()) as Verification;
  expect((await stack.settled<Verification>(last.id)).state).toBe('passed');
});

test('R5 withdrawing the flag withdraws the trust', async () => {
  const saved = await stack.call<MailSettings>('PUT', url, {
    domain: 'pinned.example.com',
    ...servers(false),
  });
  const verification = await stack.settled<Verification>(saved.verification.id!);
  expect(verification.failure).toMatchObject({ code: 'cert-self-signed' });
});

test('R5 a user who connects by servers of their own sees the certificate first, then may accept that very one', async () => {
  const settings = servers(true);
  const unseen = await connect('jane@new.example.com', { settings });
  expect(unseen.failure).toMatchObject({ code: 'cert-self-signed', stage: 'tls' });
  const seen = unseen.endpoints[0]!.certificate!.sha256;
  const wrong = await connect('jane@new.example.com', {
    settings,
    certificates: { imap: '0'.repeat(64), smtp: seen },
  });
  expect(wrong.failure).toMatchObject({ endpoint: 'imap', code: 'cert-changed' });
  const accepted = await connect('jane@new.example.com', {
    settings,
    certificates: { imap: seen, smtp: seen },
  });
  expect(accepted.state).toBe('passed');
});
