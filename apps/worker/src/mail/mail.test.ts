import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { describeFailure } from '@postern/core/failures/describe-failure';
import { parseEnvironment } from '@postern/core/environment';
import { emptyReport } from '@postern/core/verification';
import { inAccount } from '@postern/database/database';
import { composeMails } from '@postern/database/functions/compose-mail';
import { recordEvent, recordOutcome } from '@postern/database/functions/record-event';
import { dispatchDeliveries } from '@postern/database/functions/send-deliveries';
import { createSecretSealer } from '@postern/database/sealed-secret';
import { TroubleEpisodes } from '@postern/database/trouble-episodes';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { describeWith } from '@postern/test/environment/describe-with';
import { waitUntil } from '@postern/test/environment/wait-until';
import { createCertificateAuthority } from '@postern/test/servers/certificate-authority';
import { startDovecot, type PrivateDovecot } from '@postern/test/servers/dovecot';
import { deliveredDomain, startPostfix, type PrivatePostfix } from '@postern/test/servers/postfix';
import { createPrivateFolder } from '@postern/test/servers/private-folder';
import { readMail, type ReadMail } from '@postern/test/servers/read-mail';
import { Client } from 'pg';
import { pino } from 'pino';
import { deliverEvent } from '../deliveries/deliver-event.js';
import { mailerOf, type Mailer } from './send-mail.js';

const secretKey = Buffer.alloc(32, 4).toString('base64');
const jane = `jane@${deliveredDomain}`;
const john = `john@${deliveredDomain}`;
const imap = { endpoint: 'imap', host: 'imap.example.com', port: 993, tls: 'implicit' } as const;
const refused = describeFailure('connect-refused', 'connect', imap);

describeWith(['dovecot', 'postfix', 'openssl', 'root'], 'mails through a real Postfix', () => {
  let folder: { path: string; remove(): Promise<void> };
  let caFile: string;
  let dovecot: PrivateDovecot;
  let postfix: PrivatePostfix;
  let api: TestApi;
  let observer: Client;
  let mailer: Mailer;
  let read = 0;

  const mailerFor = async (url: string, origin = 'https://postern.example.com') =>
    (await mailerOf(
      parseEnvironment(
        {
          POSTERN_SECRET_KEY: secretKey,
          POSTERN_SMTP_URL: url,
          POSTERN_MAIL_FROM: 'Postern <postern@example.com>',
          POSTERN_PUBLIC_URL: origin,
          POSTERN_EGRESS_CA: caFile,
        },
        () => '',
      ),
    ))!;

  beforeAll(async () => {
    folder = await createPrivateFolder('mails');
    const authority = await createCertificateAuthority(folder.path);
    ({ caFile } = authority);
    const certificate = await authority.issue(
      'mail.example.com',
      ['DNS:mail.example.com', 'IP:127.0.0.1'],
      90,
    );
    dovecot = await startDovecot(certificate);
    postfix = await startPostfix(certificate, dovecot.saslPort);
    api = await startTestApi({ settings: { secretKeys: [secretKey] } });
    observer = new Client({ connectionString: api.testDatabase.superuserConnectionString });
    await observer.connect();
    mailer = await mailerFor(`smtps://jane%40example.com:password@127.0.0.1:${postfix.submissionsPort}`);
  });
  afterAll(async () => {
    mailer?.close();
    await observer?.end();
    await api?.stop();
    await postfix?.stop();
    await dovecot?.stop();
    await folder?.remove();
  });
  beforeEach(async () => {
    for (const table of ['mail_recipient', 'webhook', 'mail_topic', 'mail_item', 'event', 'mail_settings'])
      await observer.query(`delete from ${table}`);
    read = (await postfix.readMails()).length;
  });

  const put = (recipients: readonly string[], more: object = {}) =>
    api.call('PUT', '/v1/notification-settings', {
      body: { recipients: recipients.map((email) => ({ email })), events: 'all', digest: 'at-once', ...more },
    });
  const partsOf = (sendMail = mailer.send) => ({
    troubles: new TroubleEpisodes(pino({ level: 'silent' })),
    database: api.database,
    sealer: createSecretSealer([secretKey]),
    send: () => Promise.resolve({ status: 204, retryAfter: null }),
    sendMail,
  });
  /** Sends what is due, one after the other; with `isDue` also what waits for others of its kind. */
  async function sendDue(isDue = true, parts = partsOf()): Promise<string[]> {
    if (isDue) await observer.query('update mail_item set due_at = now()');
    await composeMails(api.database);
    const outcomes: string[] = [];
    for (;;) {
      const due = await dispatchDeliveries(api.database);
      if (due.length === 0) return outcomes;
      for (const { id } of due) outcomes.push(await deliverEvent(parts, id));
    }
  }
  /** The mails that Postfix has stored since the last call. */
  async function arrived(count: number): Promise<ReadMail[]> {
    await waitUntil(async () => (await postfix.readMails()).length >= read + count);
    const mails = (await postfix.readMails()).slice(read);
    read += mails.length;
    expect(mails).toHaveLength(count);
    return mails.map(readMail);
  }
  const linkIn = ({ text }: ReadMail, page: string) =>
    new URL(new RegExp(`https://\\S+/${page}/\\S+`).exec(text)![0]).pathname;
  const post = (path: string) =>
    api.call('POST', path, { token: null, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  /** Makes recipients that have opened the link of their first mail. */
  async function confirm(emails: readonly string[], more: object = {}): Promise<void> {
    await put(emails, more);
    await sendDue();
    for (const mail of await arrived(emails.length))
      expect((await post(linkIn(mail, 'mail-confirmations'))).status).toBe(200);
  }
  const tell = (work: (em: ReturnType<typeof inAccount>) => Promise<void>) =>
    inAccount(api.database, api.account.id).transactional(work);
  const addDomains = (domains: readonly string[]) =>
    tell(async (em) => {
      await em.execute(
        `insert into mail_settings (id, account_id, domain, display_domain, kind, origin, created_by, updated_by, exchange_url)
         select gen_random_uuid(), ?, d, d, 'exchange', 'admin', 'test', 'test', 'https://mail.example.com/'
         from jsonb_array_elements_text(?::jsonb) d`,
        [api.account.id, JSON.stringify(domains)],
      );
    });
  const id = '019ac3f0-0000-7000-8000-000000000000';
  /** The domains begin or cease to fail, one after the other. */
  const turn = (domains: readonly string[], isFailing: boolean) =>
    tell(async (em) => {
      const outcome = {
        id,
        failure: isFailing ? refused : null,
        endpoints: [emptyReport(imap)],
        failedSince: isFailing ? null : new Date(Date.now() - 600_000),
      };
      for (const domain of domains) await recordOutcome(em, { accountId: api.account.id, domain }, outcome);
    });

  test('a recipient is sent nothing but a link before opening it, and nothing after leaving', async () => {
    await addDomains(['example.com']);
    expect((await put([jane])).body.recipients).toMatchObject([{ email: jane, confirmedAt: null }]);
    await turn(['example.com'], true);
    expect(await sendDue()).toEqual(['delivered']);
    const [first] = await arrived(1);
    expect(first!.text).toContain('seven days');
    const link = linkIn(first!, 'mail-confirmations');
    const page = await api.call('GET', link, { token: null });
    expect([page.status, page.headers['content-security-policy']]).toEqual([
      200,
      expect.stringContaining("form-action 'self'"),
    ]);
    expect((await put([jane])).body.recipients).toMatchObject([{ confirmedAt: null }]);
    expect((await post(link)).status).toBe(200);
    await turn(['example.com'], true);
    expect(await sendDue()).toEqual(['delivered']);
    const [told] = await arrived(1);
    const leave = told!.headers.get('list-unsubscribe')!.slice(1, -1);
    expect(told!.headers.get('list-unsubscribe-post')).toBe('List-Unsubscribe=One-Click');
    expect((await post(new URL(leave).pathname)).status).toBe(200);
    expect((await api.call('GET', '/v1/notification-settings')).body.recipients).toEqual([]);
    const actions = (await api.call('GET', '/v1/audit-events')).body.data as unknown as { action: string }[];
    expect(actions.slice(0, 2).map(({ action }) => action)).toEqual([
      'mail-recipient.removed',
      'mail-recipient.confirmed',
    ]);
    await turn(['example.com'], false);
    expect(await sendDue()).toEqual([]);
  });

  test('a link that expired, was altered or is for another purpose does nothing', async () => {
    await put([jane]);
    await sendDue();
    const link = linkIn((await arrived(1))[0]!, 'mail-confirmations');
    const altered = link.slice(0, -2) + (link.endsWith('AA') ? 'BB' : 'AA');
    expect((await post(altered)).status).toBe(404);
    expect((await post(link.replace('confirmations', 'unsubscriptions'))).status).toBe(404);
    await observer.query(`update mail_recipient set created_at = now() - interval '8 days'`);
    expect((await post(link)).status).toBe(404);
    await put([jane]);
    expect(await sendDue()).toEqual(['delivered']); // Naming the recipient again sends a new link.
    expect(linkIn((await arrived(1))[0]!, 'mail-confirmations')).not.toBe(link);
  });

  test('a server of 200 domains that fails is one mail to each recipient, which lists them', async () => {
    await confirm([jane, john]);
    const domains = Array.from({ length: 200 }, (_, n) => `d${String(n).padStart(3, '0')}.example.com`);
    await addDomains(domains);
    await turn(domains, true);
    expect(await sendDue(false)).toEqual([]); // It waits half a minute for what else happens.
    expect(await sendDue()).toEqual(['delivered', 'delivered']);
    const mails = await arrived(2);
    expect(new Set(mails.map(({ headers }) => headers.get('delivered-to')))).toEqual(new Set([jane, john]));
    for (const { headers, text, html } of mails) {
      expect(headers.get('subject')).toBe(`200 domains: ${refused.title}`);
      expect(headers.get('auto-submitted')).toBe('auto-generated');
      expect(headers.get('from')).toBe('Postern <postern@example.com>');
      for (const form of [text, html]) {
        expect(domains.filter((domain) => !form.includes(domain))).toEqual([]);
        expect(form).toContain('imap.example.com:993');
      }
      expect(html).not.toMatch(/<img|<link|<script|url\(|src=/);
    }
  });

  test('a domain that fails and recovers a hundred times in an hour is one mail', async () => {
    await confirm([jane]);
    await addDomains(['flaps.example.com']);
    let sent = 0;
    for (let round = 0; round < 100; round += 1) {
      await turn(['flaps.example.com'], true);
      if (round % 20 === 0) sent += (await sendDue()).length;
      await turn(['flaps.example.com'], false);
      if (round % 20 === 10) sent += (await sendDue()).length;
    }
    expect(sent).toBe(1);
    expect((await arrived(1))[0]!.headers.get('subject')).toContain('flaps.example.com: ');
    const hourLater = `update mail_topic set told_at = now() - interval '61 minutes'`;
    await observer.query(hourLater);
    expect(await sendDue()).toEqual(['delivered']);
    expect((await arrived(1))[0]!.headers.get('subject')).toBe('flaps.example.com works again');
    await turn(['flaps.example.com'], true);
    await turn(['flaps.example.com'], false);
    await observer.query(hourLater);
    expect(await sendDue()).toEqual([]); // Nothing has changed since the last mail.
  }, 30_000);

  test('texts of other people can neither add a header nor markup', async () => {
    await confirm([jane]);
    const hostile = '<img src=x onerror=alert(1)>\r\nBcc: eve@example.com\r\n\r\n\u202e<script>';
    await tell((em) =>
      recordEvent(em, api.account.id, {
        type: 'settings.changed',
        domain: 'example.com',
        payload: { change: hostile, actor: hostile, revision: 1, fields: [] },
      }),
    );
    expect(await sendDue()).toEqual(['delivered']);
    const [mail] = await arrived(1);
    expect([...mail!.headers.keys()]).not.toContain('bcc');
    expect(mail!.html).not.toMatch(/<img|<script/);
    expect(mail!.html).toContain('&lt;img src=x');
    expect(mail!.text).not.toMatch(/^Bcc:/m);
    expect(`${mail!.text}${mail!.headers.get('subject')}`).not.toContain('\u202e');
  });

  test('of more than a hundred changes a mail lists those that need attention, and counts the others', async () => {
    await confirm([jane]);
    await tell(async (em) => {
      const changed = { change: 'updated', actor: 'test', revision: 1, fields: [] };
      for (const change of Array(50).keys())
        await recordEvent(em, api.account.id, {
          type: 'settings.changed',
          domain: 'example.com',
          payload: { ...changed, actor: `person ${change}` },
        });
      for (const server of Array(100).keys())
        await recordEvent(em, api.account.id, {
          type: 'certificate.expiring',
          domain: null,
          payload: { endpoint: 'imap', host: `imap${server}.example.com`, port: 993, daysLeft: 7 },
        });
    });
    expect(await sendDue()).toEqual(['delivered']);
    const [mail] = await arrived(1);
    expect(mail!.headers.get('subject')).toMatch(/, and 149 more changes$/);
    expect(mail!.text.match(/^The certificate of /gm)).toHaveLength(100);
    expect(mail!.text).toContain(
      '\n50 more changes\nShow the overview: https://postern.example.com/overview\n',
    );
    expect(await sendDue()).toEqual([]);
  });

  test('a digest waits for its hour or its day', async () => {
    await confirm([jane], { digest: 'hourly' });
    const dueAfter = async (digest: string) => {
      await put([jane], { digest });
      await tell((em) =>
        recordEvent(em, api.account.id, { type: 'attempt.seen', domain: 'example.com', payload: {} }),
      );
      const { rows } = await observer.query<{ due: Date }>('delete from mail_item returning due_at as due');
      return rows[0]!.due;
    };
    const hour = await dueAfter('hourly');
    expect([hour.getTime() % 3_600_000, hour.getTime() - Date.now() <= 3_600_000]).toEqual([0, true]);
    const day = await dueAfter('daily');
    expect([day.toISOString().slice(11), day.getTime() - Date.now() <= 86_400_000]).toEqual([
      '07:00:00.000Z',
      true,
    ]);
  });

  test('a worker that dies after the server took a mail leads to a second one with the same Message-ID', async () => {
    await put([jane]);
    const dies = partsOf(async (mail) => {
      await mailer.send(mail);
      throw new Error('killed');
    });
    await expect(sendDue(true, dies)).rejects.toThrow('killed');
    expect(await sendDue()).toEqual([]);
    await observer.query('update delivery_job set lease_until = now(), dispatched_until = now()');
    expect(await sendDue()).toEqual(['delivered']);
    const [one, two] = await arrived(2);
    expect(two!.headers.get('message-id')).toBe(one!.headers.get('message-id'));
  });

  test('STARTTLS is used on a server without implicit TLS, and what the server refuses for good is not repeated', async () => {
    const other = await mailerFor(`smtp://jane%40example.com:password@127.0.0.1:${postfix.submissionPort}`);
    await put([jane]);
    expect(await sendDue(true, partsOf(other.send))).toEqual(['delivered']);
    await arrived(1);
    other.close();
    const stranger = await mailerFor(`smtp://127.0.0.1:${postfix.submissionPort}`);
    await put([john]);
    expect(await sendDue(true, partsOf(stranger.send))).toEqual(['failed']);
    expect((await put([john])).body.recipients).toMatchObject([
      { lastMail: { state: 'failed', failure: 'mail-refused' } },
    ]);
    stranger.close();
  });

  test('a refused login, a certificate of nobody and a closed port are tried again', async () => {
    const { submissionsPort: port } = postfix;
    const faults = [
      [`smtps://jane%40example.com:wrong@127.0.0.1:${port}`, 'login-refused'],
      [`smtps://jane%40example.com:password@localhost:${port}`, 'server-unreachable'],
      [`smtps://jane%40example.com:password@127.0.0.1:1`, 'server-unreachable'],
    ] as const;
    for (const [url, failure] of faults) {
      await observer.query('delete from mail_recipient');
      await put([jane]);
      const faulty = await mailerFor(url);
      expect(await sendDue(true, partsOf(faulty.send))).toEqual(['waiting']);
      expect((await put([jane])).body.recipients).toMatchObject([
        { lastMail: { state: 'waiting', failure } },
      ]);
      faulty.close();
    }
  });

  test('a webhook that is switched off is told to the recipients, whatever their events', async () => {
    await confirm([jane], { events: ['attempt.seen'] });
    const hook = { url: 'https://hooks.example.com/secret', events: ['domain.failed'], description: 'CRM' };
    const { body } = await api.call('POST', '/v1/webhooks', { body: hook });
    await api.call('POST', `/v1/webhooks/${body.id}/test`);
    const gone = { ...partsOf(), send: () => Promise.resolve({ status: 410, retryAfter: null }) };
    expect(await sendDue(true, gone)).toEqual(['failed']);
    expect(await sendDue()).toEqual(['delivered']);
    const [mail] = await arrived(1);
    expect(mail!.headers.get('subject')).toBe('A webhook was switched off: https://hooks.example.com');
    expect(mail!.text).toContain('CRM, made by first super-admin');
    expect(mail!.text).not.toContain('secret');
  });
});

describe('without POSTERN_SMTP_URL', () => {
  test('no mailer is made', async () => {
    expect(await mailerOf(parseEnvironment({ POSTERN_SECRET_KEY: secretKey }, () => ''))).toBeNull();
  });

  test('the routes answer that mail is not set up', async () => {
    const api = await startTestApi({ settings: { isMailSetUp: false } });
    for (const method of ['GET', 'PUT']) {
      const body = { recipients: [], events: 'all', digest: 'daily' };
      const answer = await api.call(method, '/v1/notification-settings', method === 'PUT' ? { body } : {});
      expect([answer.status, answer.body.code]).toEqual([404, 'mail-not-set-up']);
    }
    await api.stop();
  });
});
