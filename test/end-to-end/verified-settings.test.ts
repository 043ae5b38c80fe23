import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { answerOf } from '@postern/client/postern-client';
import { describeWith } from '../environment/describe-with.js';
import { waitUntil } from '../environment/wait-until.js';
import { createTestDatabase, type TestDatabase } from '../environment/test-database.js';
import { createCertificateAuthority } from '../servers/certificate-authority.js';
import { startDovecot, type PrivateDovecot } from '../servers/dovecot.js';
import { reservePort } from '../servers/loopback-port.js';
import { startPostfix, type PrivatePostfix } from '../servers/postfix.js';
import { createPrivateFolder } from '../servers/private-folder.js';
import { startWebhookReceiver, type WebhookReceiver } from '../servers/webhook-receiver.js';
import { startStack, type Stack } from './start-stack.js';

type Backend = 'PostgreSQL' | 'Redis';
let folder: { path: string; remove(): Promise<void> };
let caFile: string;
let tls: { key: string; cert: string };
let dovecot: PrivateDovecot;
let postfix: PrivatePostfix;

/** Tests of saving a domain's settings over HTTP as an admin, with real mail servers. */
function mainJob(backend: Backend): void {
  let database: TestDatabase;
  let stack: Stack;
  let closedPort: number;
  let receiver: WebhookReceiver;
  beforeAll(async () => {
    database = await createTestDatabase();
    closedPort = await reservePort();
    receiver = await startWebhookReceiver(tls);
    const ports = [
      dovecot.imapPort,
      dovecot.imapsPort,
      postfix.submissionPort,
      postfix.submissionsPort,
      closedPort,
      receiver.port,
    ];
    stack = await startStack({
      databaseUrl: database.connectionString,
      ...(backend === 'Redis' ? { redisUrl: `${process.env.TEST_REDIS_URL!}/3` } : {}),
      environment: { POSTERN_EGRESS_PORTS: ports.join(), POSTERN_EGRESS_CA: caFile },
    });
    const webhook = { url: receiver.url, events: 'all' as const };
    receiver.secret = (await answerOf(stack.client.POST('/v1/webhooks', { body: webhook }))).secret!;
  });
  afterAll(async () => {
    await stack.stop();
    await receiver.close();
    await database.drop();
  });

  const settings = (domain: string, tls: 'implicit' | 'starttls') => ({
    domain,
    kind: 'imap' as const,
    imap: { host: '127.0.0.1', port: tls === 'implicit' ? dovecot.imapsPort : dovecot.imapPort, tls },
    smtp: {
      host: '127.0.0.1',
      port: tls === 'implicit' ? postfix.submissionsPort : postfix.submissionPort,
      tls,
    },
  });
  type Settings = ReturnType<typeof settings>;
  const save = (body: Settings) => answerOf(stack.client.POST('/v1/mail-settings', { body }));
  const change = (body: Settings) =>
    answerOf(
      stack.client.PUT('/v1/mail-settings/{domain}', { params: { path: { domain: body.domain } }, body }),
    );
  const read = (domain: string) =>
    answerOf(stack.client.GET('/v1/mail-settings/{domain}', { params: { path: { domain } } }));

  test.each(['implicit', 'starttls'] as const)(
    'B2 R27 settings with %s TLS are saved and their verification passes',
    async (tls) => {
      const domain = `${tls}.example.com`;
      const saved = await save(settings(domain, tls));
      expect(saved.verification.state).toBe('queued');
      const verification = await stack.settled(saved.verification.id!);
      expect(verification).toMatchObject({
        state: 'passed',
        failure: null,
        warnings: [],
        trigger: 'save',
        revision: 1,
      });
      expect(verification.endpoints.map(({ endpoint }) => endpoint)).toEqual(['imap', 'smtp']);
      for (const report of verification.endpoints) {
        expect(report).toMatchObject({
          address: '127.0.0.1',
          tls,
          tlsVersion: expect.stringMatching(/^TLSv1\.[23]$/),
          certificate: {
            sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
            names: expect.arrayContaining(['127.0.0.1']),
          },
        });
        const wire =
          tls === 'implicit'
            ? ['tls', 'greeting', 'capability']
            : ['greeting', 'capability', 'starttls', 'tls'];
        expect(report.steps.map(({ stage }) => stage)).toEqual(
          expect.arrayContaining(['resolve', 'connect', ...wire]),
        );
        expect(
          report.steps.every((step) => typeof step.durationMs === 'number' && step.durationMs >= 0),
        ).toBe(true);
        expect(report.authMechanisms).toContain('PLAIN');
      }
      expect(verification.endpoints[0]!.capabilities).toContain('IMAP4REV1');
      const { verification: latest, revision } = await read(domain);
      expect(latest).toMatchObject({ state: 'passed', id: saved.verification.id });
      expect(revision).toBe(1);
    },
  );

  test('a wrong port fails with connect-refused at the stage connect and names the field to change', async () => {
    const domain = 'implicit.example.com';
    const smtp = { host: '127.0.0.1', port: closedPort, tls: 'implicit' as const };
    const saved = await change({ ...settings(domain, 'implicit'), smtp });
    const verification = await stack.settled(saved.verification.id!);
    expect(verification.state).toBe('failed');
    expect(verification.failure).toMatchObject({
      endpoint: 'smtp',
      stage: 'connect',
      code: 'connect-refused',
      field: 'smtp.port',
      temporary: false,
    });
    expect((await read(domain)).verification).toMatchObject({
      state: 'failed',
      failure: { code: 'connect-refused' },
    });
  });

  test('a webhook receives what happened to a domain, in order and once', async () => {
    const domain = 'implicit.example.com';
    const repaired = await change(settings(domain, 'implicit'));
    expect((await stack.settled(repaired.verification.id!)).state).toBe('passed');
    const told = () => receiver.received.filter(({ data }) => data.domain === domain);
    await waitUntil(() => told().length >= 5, 60_000);
    expect(told().map(({ type, data }) => data.change ?? data.code ?? type)).toEqual([
      'created',
      'updated',
      'connect-refused',
      'updated',
      'domain.recovered',
    ]);
    expect(new Set(told().map(({ id }) => id)).size).toBe(5);
  });

  test('a verification of unsaved servers stores no settings of the domain', async () => {
    const body = settings('try.example.com', 'implicit');
    const started = await answerOf(stack.client.POST('/v1/verifications', { body }));
    expect(started).toMatchObject({ trigger: 'try', revision: null });
    expect((await stack.settled(started.id)).state).toBe('passed');
    await expect(read('try.example.com')).rejects.toMatchObject({ problem: { status: 404 } });
  });
}

describeWith(['dovecot', 'postfix', 'openssl', 'root'], 'verifying with Dovecot and Postfix', () => {
  beforeAll(async () => {
    folder = await createPrivateFolder('end-to-end');
    const authority = await createCertificateAuthority(folder.path);
    caFile = authority.caFile;
    const certificate = await authority.issue(
      'mail.example.com',
      ['DNS:mail.example.com', 'IP:127.0.0.1'],
      90,
    );
    tls = {
      key: await readFile(certificate.keyFile, 'utf8'),
      cert: await readFile(certificate.certificateFile, 'utf8'),
    };
    dovecot = await startDovecot(certificate);
    postfix = await startPostfix(certificate, dovecot.saslPort);
  });
  afterAll(async () => {
    await postfix?.stop();
    await dovecot?.stop();
    await folder?.remove();
  });

  describe('verifying settings with the queue on PostgreSQL', () => mainJob('PostgreSQL'));
  describeWith(['redis'], 'verifying settings with the queue on Redis', () => mainJob('Redis'));
});
