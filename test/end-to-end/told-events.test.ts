import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { answerOf } from '@postern/client/postern-client';
import { eventTypes } from '@postern/core/event';
import { asOperator, openDatabase } from '@postern/database/database';
import { createToken } from '@postern/database/tokens';
import { Client } from 'pg';
import { describeWith } from '../environment/describe-with.js';
import { createTestDatabase, type TestDatabase } from '../environment/test-database.js';
import { waitUntil } from '../environment/wait-until.js';
import { createCertificateAuthority, type IssuedCertificate } from '../servers/certificate-authority.js';
import { startDovecot, type PrivateDovecot } from '../servers/dovecot.js';
import { deliveredDomain, startPostfix, type PrivatePostfix } from '../servers/postfix.js';
import { createPrivateFolder } from '../servers/private-folder.js';
import { readMail, type ReadMail } from '../servers/read-mail.js';
import { startWebhookReceiver, type WebhookReceiver } from '../servers/webhook-receiver.js';
import { startStack, type Stack } from './start-stack.js';

const needs = ['dovecot', 'postfix', 'openssl', 'root'] as const;
describeWith(needs, 'every event is told, queue on PostgreSQL', () => everyEventIsTold(false));
describeWith([...needs, 'redis'], 'every event is told, queue on Redis', () => everyEventIsTold(true));

/** Each event of the table, made by its cause, arrives at an HTTPS receiver and in a mail through Postfix. */
function everyEventIsTold(onRedis: boolean): void {
  const domain = 'told.example.com';
  const flagged = { allowNonSecureCertificate: true };
  let folder: { path: string; remove(): Promise<void> };
  /** Certificates of an authority that nobody trusts, which end within seven days. */
  let shown: IssuedCertificate[];
  let sasl: PrivateDovecot;
  let dovecot: PrivateDovecot;
  let postfix: PrivatePostfix;
  let receiver: WebhookReceiver;
  let database: TestDatabase;
  let observer: Client;
  let stack: Stack;
  let operatorToken = '';

  beforeAll(async () => {
    folder = await createPrivateFolder('told');
    const authority = await createCertificateAuthority(folder.path);
    const names = ['DNS:mail.example.com', 'IP:127.0.0.1'];
    const good = await authority.issue('mail.example.com', names, 90);
    const strangers = join(folder.path, 'strangers');
    await mkdir(strangers);
    const stranger = await createCertificateAuthority(strangers);
    shown = [await stranger.issue('one', names, 7), await stranger.issue('two', names, 7)];
    sasl = await startDovecot(good);
    dovecot = await startDovecot(shown[0]!);
    postfix = await startPostfix(good, sasl.saslPort);
    const [key, cert] = await Promise.all(
      [good.keyFile, good.certificateFile].map((file) => readFile(file, 'utf8')),
    );
    receiver = await startWebhookReceiver({ key: key!, cert: cert! });
    database = await createTestDatabase();
    observer = new Client({ connectionString: database.superuserConnectionString });
    await observer.connect();
    stack = await startStack({
      databaseUrl: database.connectionString,
      ...(onRedis ? { redisUrl: `${process.env.TEST_REDIS_URL!}/5` } : {}),
      environment: {
        POSTERN_EGRESS_PORTS: [dovecot.imapsPort, postfix.submissionsPort, receiver.port].join(),
        POSTERN_EGRESS_CA: authority.caFile,
        POSTERN_SMTP_URL: `smtp://jane%40example.com:password@127.0.0.1:${postfix.submissionPort}`,
        POSTERN_MAIL_FROM: 'postern@example.com',
      },
    });
    const opened = await openDatabase(database.connectionString);
    const operator = { accountId: null, role: 'operator', name: 'operator', createdBy: 'test' } as const;
    operatorToken = (await asOperator(opened).transactional((em) => createToken(em, operator))).secret;
    await opened.close();
  }, 240_000);
  afterAll(async () => {
    await stack?.stop();
    await observer?.end();
    await database?.drop();
    await receiver?.close();
    await postfix?.stop();
    await Promise.all([dovecot?.stop(), sasl?.stop()]);
    await folder?.remove();
  });

  const settings = (of: string) => ({
    domain: of,
    kind: 'imap' as const,
    imap: { host: '127.0.0.1', port: dovecot.imapsPort, tls: 'implicit' as const },
    smtp: { host: '127.0.0.1', port: postfix.submissionsPort, tls: 'implicit' as const },
    ...flagged,
  });
  const verify = async (of = domain): Promise<string> => {
    const params = { path: { domain: of } };
    const path = '/v1/mail-settings/{domain}/verifications';
    const { id } = await answerOf(stack.client.POST(path, { params, body: {} }));
    return (await stack.settled(id)).state;
  };
  const received = (type: string) => receiver.received.filter((one) => one.type === type).length;
  const publish = async (cidr: string): Promise<void> => {
    const authorization = { authorization: `Bearer ${operatorToken}` };
    const version = await stack.fetch('/v1/allowlist/version', { headers: authorization });
    const entries = ['imap', 'smtp'].map((protocol) => ({ cidr, protocol, dataCenter: null }));
    const answer = await stack.fetch('/v1/allowlist', {
      method: 'PUT',
      headers: {
        ...authorization,
        'content-type': 'application/json',
        'if-match': version.headers.get('etag')!,
      },
      body: JSON.stringify({ vendor: 'Example', dataCenters: [], entries }),
    });
    expect(answer.status).toBe(200);
  };
  /** The mails that Postfix has stored, as soon as there are so many. */
  const mails = async (count: number): Promise<ReadMail[]> => {
    await waitUntil(async () => (await postfix.readMails()).length >= count);
    return (await postfix.readMails()).map(readMail);
  };
  /** Sends what waits for half a minute or an hour. */
  const hourLater = async (): Promise<void> => {
    await observer.query(`update mail_topic set told_at = now() - interval '1 hour'`);
    await observer.query('update mail_item set due_at = now()');
  };

  test('a certificate that ends, a server that is away and comes back, and what people do', async () => {
    const hook = { url: receiver.url, events: 'all' as const };
    receiver.secret = (await answerOf(stack.client.POST('/v1/webhooks', { body: hook }))).secret!;
    const recipients = [{ email: `jane@${deliveredDomain}` }];
    const wanted = { recipients, events: 'all' as const, digest: 'at-once' as const };
    await answerOf(stack.client.PUT('/v1/notification-settings', { body: wanted }));
    const [first] = await mails(1);
    const link = new URL(/http:\S+mail-confirmations\S+/.exec(first!.text)![0]);
    expect((await fetch(link, { method: 'POST', body: new URLSearchParams() })).status).toBe(200);

    const saved = await answerOf(stack.client.POST('/v1/mail-settings', { body: settings(domain) }));
    expect((await stack.settled(saved.verification.id!)).state).toBe('passed');
    await observer.query('update monitored_server set due_at = now()');
    await waitUntil(() => received('certificate.expiring') === 1);
    await dovecot.stop();
    expect(await verify()).toBe('failed');
    await waitUntil(() => received('domain.failed') === 1);
    await hourLater();
    const [, failing] = await mails(2);
    expect(failing!.text).toMatch(/^told\.example\.com: .+refuses connections/);
    expect(failing!.text).toContain('ends in 6 days');

    dovecot = await startDovecot(shown[0]!, dovecot);
    expect(await verify()).toBe('passed');
    await waitUntil(() => received('domain.recovered') === 1);
    await hourLater();
    const [, , recovered] = await mails(3);
    expect(recovered!.headers.get('subject')).toContain('told.example.com works again');
    await dovecot.stop();
    dovecot = await startDovecot(shown[1]!, dovecot);
    expect(await verify()).toBe('failed');
    await stack.call('POST', '/v1/connections', {
      email: 'jane@attempt.example.com',
      settings: { ...settings('x'), domain: undefined },
      credentials: { password: 'password' },
    });
    await stack.fetch('/v1/mail-settings/import', {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: JSON.stringify(settings('imported.example.com')),
    });
    await publish('9.9.9.0/24');
    await publish('9.9.8.0/24');
    const seen = () => new Set(receiver.received.map(({ type }) => type));
    await waitUntil(() => eventTypes.every((type) => seen().has(type)));
    await waitUntil(() => received('allowlist.revised') === 2);
    await hourLater();
    const [, , , rest] = await mails(4);
    for (const told of [
      'another certificate',
      'A user tried to connect a mailbox: attempt.example.com',
      'An import created 1 domain and updated 0',
      'of the allowlist',
    ])
      expect(rest!.text).toContain(told);
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(receiver.received.length);
    const { rows } = await observer.query('select * from mail_item');
    expect([rows, (await postfix.readMails()).length]).toEqual([[], 4]);
  }, 240_000);

  test('of a server that 200 domains share, and that fails again and again, one mail is sent in an hour', async () => {
    const before = (await postfix.readMails()).length;
    await observer.query('update webhook set is_enabled = false');
    await dovecot.stop();
    const domains = Array.from({ length: 200 }, (_, n) => `shared${String(n).padStart(3, '0')}.example.com`);
    await stack.fetch('/v1/mail-settings/import', {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      // All but the first, which passes later, name a second port on which nobody listens either: they fail fast.
      body: domains
        .map((one, index) => ({ ...settings(one), ...(index > 0 && { smtp: settings(one).imap }) }))
        .map((one) => JSON.stringify(one))
        .join('\n'),
    });
    const failed = async () => {
      const counted = `select count(distinct domain) from event where type = 'domain.failed' and domain like 'shared%'`;
      return Number((await observer.query<{ count: string }>(counted)).rows[0]!.count);
    };
    await waitUntil(async () => (await failed()) === domains.length, 60_000);
    await hourLater();
    const told = (await mails(before + 1)).at(-1)!;
    expect(told.headers.get('subject')).toContain('200 domains: ');
    for (const form of [told.text, told.html])
      expect(domains.filter((one) => !form.includes(one))).toEqual([]);

    for (let time = 0; time < 2; time += 1) {
      dovecot = await startDovecot(shown[1]!, dovecot);
      expect(await verify(domains[0])).toBe('passed');
      await dovecot.stop();
      expect(await verify(domains[0])).toBe('failed');
    }
    await observer.query('update mail_item set due_at = now()');
    // What is due within the quiet hour is moved to its end.
    const waiting = `select count(*) filter (where due_at > now() + interval '30 minutes') as quiet, count(*) as all from mail_item`;
    await waitUntil(async () => {
      const { rows } = await observer.query<{ quiet: string; all: string }>(waiting);
      return rows[0]!.all === '4' && rows[0]!.quiet === '4';
    });
    await hourLater();
    await waitUntil(async () => (await observer.query('select from mail_item')).rowCount === 0);
    // The domain fails as the last mail has said.
    expect((await postfix.readMails()).length).toBe(before + 1);
  }, 120_000);
}
