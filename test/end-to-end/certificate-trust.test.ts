import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { components } from '@postern/client/generated/openapi';
import { answerOf } from '@postern/client/postern-client';
import {
  makeCertificates,
  type CertificateKind,
  type TestCertificates,
} from '../certificates/make-certificates.js';
import { createTestDatabase, type TestDatabase } from '../environment/test-database.js';
import { imapScript } from '../servers/imap-script.js';
import { startScriptedServer, type ScriptedServer } from '../servers/scripted-server.js';
import { smtpScript } from '../servers/smtp-script.js';
import { startStack, type Stack, type Verification } from './start-stack.js';

type KeyPair = { key: string; cert: string };
const password = 'canary-pinned-password';
const accounts = { 'jane@pinned.example.com': password, 'jane@new.example.com': password };
let made: TestCertificates;
/**
 * The certificate that the servers present. They read this variable at every handshake, so a test can change it.
 */
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
  kind: 'imap' as const,
  imap: { host: '127.0.0.1', port: imap.port, tls: 'implicit' as const },
  smtp: { host: '127.0.0.1', port: smtp.port, tls: 'implicit' as const },
  allowNonSecureCertificate,
});
const path = { domain: 'pinned.example.com' };
const change = (allowNonSecureCertificate: boolean) => {
  const body = { ...path, ...servers(allowNonSecureCertificate) };
  return answerOf(stack.client.PUT('/v1/mail-settings/{domain}', { params: { path }, body }));
};
const verify = async () => {
  const started = await answerOf(
    stack.client.POST('/v1/mail-settings/{domain}/verifications', { params: { path }, body: {} }),
  );
  return stack.settled(started.id);
};
type OwnServers = Pick<components['schemas']['ConnectionInput'], 'settings' | 'certificates'>;
const connect = async (email: string, own: OwnServers = {}) => {
  const body = { email, credentials: { password }, ...own };
  const started = await answerOf(stack.client.POST('/v1/connections', { body }));
  return stack.settled(started.id);
};
const trust = (endpoint: 'imap' | 'smtp', sha256: string) =>
  stack.client.POST('/v1/mail-settings/{domain}/trust', { params: { path }, body: { endpoint, sha256 } });
const digestsOf = (verification: Verification) =>
  verification.endpoints.map(({ certificate }) => certificate!.sha256);

test('R5 without allowNonSecureCertificate a self-signed certificate fails and no password is sent', async () => {
  const body = { ...path, ...servers(false) };
  const saved = await answerOf(stack.client.POST('/v1/mail-settings', { body }));
  const verification = await stack.settled(saved.verification.id!);
  expect(verification.failure).toMatchObject({
    code: 'cert-self-signed',
    stage: 'tls',
    field: 'allowNonSecureCertificate',
  });
  expect((await connect('jane@pinned.example.com')).failure).toMatchObject({ code: 'cert-self-signed' });
  expect(imap.received()).not.toContain('AUTHENTICATE');
  expect((await trust('imap', digestsOf(verification)[0]!)).response.status).toBe(422);
});

test('R5 with allowNonSecureCertificate saving pins the certificate with a warning, and logins work', async () => {
  const saved = await change(true);
  const verification = await stack.settled(saved.verification.id!);
  expect(verification.state).toBe('passed');
  expect(verification.warnings.map(({ endpoint, code }) => [endpoint, code])).toEqual([
    ['imap', 'cert-self-signed'],
    ['smtp', 'cert-self-signed'],
  ]);
  expect((await connect('jane@pinned.example.com')).state).toBe('passed');
});

test('R5 a certificate other than the pinned one fails with cert-changed until an admin trusts it', async () => {
  Object.assign(shown, keyPair('selfSignedRenewed'));
  expect((await verify()).state).toBe('passed'); // The certificate was renewed with the same key.
  const refusedBefore = imap.received().split('AUTHENTICATE').length;
  Object.assign(shown, keyPair('selfSignedReplaced'));
  const changed = await verify();
  expect(changed.failure).toMatchObject({ endpoint: 'imap', code: 'cert-changed' });
  expect((await connect('jane@pinned.example.com')).failure).toMatchObject({ code: 'cert-changed' });
  expect(imap.received().split('AUTHENTICATE')).toHaveLength(refusedBefore);
  expect((await trust('imap', '0'.repeat(64))).response.status).toBe(422);
  const [imapDigest, smtpDigest] = digestsOf(changed);
  const halfway = await trust('imap', imapDigest!);
  expect(halfway.response.status).toBe(202);
  expect((await stack.settled(halfway.data!.id)).failure).toMatchObject({
    endpoint: 'smtp',
    code: 'cert-changed',
  });
  const last = await answerOf(trust('smtp', smtpDigest!));
  expect((await stack.settled(last.id)).state).toBe('passed');
});

test('R5 a pinned certificate fails again after allowNonSecureCertificate was turned off', async () => {
  const saved = await change(false);
  const verification = await stack.settled(saved.verification.id!);
  expect(verification.failure).toMatchObject({ code: 'cert-self-signed' });
});

test('R5 a user who connects to servers without settings can accept only the certificate that was shown first', async () => {
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
