import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import type { IncomingHttpHeaders } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { parseEntry, type Prefix } from '@postern/core/prefix';
import { dispatchDeliveries } from '@postern/database/functions/send-deliveries';
import { createSecretSealer } from '@postern/database/sealed-secret';
import { TroubleEpisodes } from '@postern/database/trouble-episodes';
import type { JobBackend } from '@postern/jobs/job-backend';
import { createEgressPolicy } from '@postern/mail-probe/egress/egress-policy';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { describeWith } from '@postern/test/environment/describe-with';
import { openTestQueue, type TestQueue } from '@postern/test/environment/test-queue';
import { createCertificateAuthority } from '@postern/test/servers/certificate-authority';
import { createPrivateFolder } from '@postern/test/servers/private-folder';
import {
  isSignedBy,
  startWebhookReceiver,
  type WebhookReceiver,
} from '@postern/test/servers/webhook-receiver';
import { Client } from 'pg';
import { pino } from 'pino';
import { deliverEvent } from './deliver-event.js';
import { createWebhookSender } from './send-webhook.js';

const secretKey = Buffer.alloc(32, 3).toString('base64');
const sealer = createSecretSealer([secretKey]);
let folder: { path: string; remove(): Promise<void> };
let ca: string;
let tls: { key: string; cert: string };
let api: TestApi;
let observer: Client;
let receiver: WebhookReceiver;
const receivers: WebhookReceiver[] = [];

beforeAll(async () => {
  folder = await createPrivateFolder('webhooks');
  const authority = await createCertificateAuthority(folder.path);
  ca = await readFile(authority.caFile, 'utf8');
  const files = await authority.issue('hooks', ['IP:127.0.0.1', 'DNS:hooks.example.com']);
  tls = {
    key: await readFile(files.keyFile, 'utf8'),
    cert: await readFile(files.certificateFile, 'utf8'),
  };
  api = await startTestApi({ settings: { secretKeys: [secretKey] } });
  observer = new Client({ connectionString: api.testDatabase.superuserConnectionString });
  await observer.connect();
});
afterAll(async () => {
  await observer.end();
  await api.stop();
  await folder.remove();
});
beforeEach(async () => {
  await observer.query('delete from webhook');
  await observer.query('delete from mail_settings');
});
afterEach(async () => {
  await Promise.all(receivers.splice(0).map((one) => one.close()));
});

/** A receiver, and the webhook that is sent to it. */
async function startHook(events: readonly string[] | 'all' = 'all') {
  receiver = await startWebhookReceiver(tls);
  receivers.push(receiver);
  const { body } = await api.call('POST', '/v1/webhooks', { body: { url: receiver.url, events } });
  receiver.secret = body.secret as string;
  return body.id;
}

const egress = (ports: readonly number[], allow = ['127.0.0.1']) => ({
  policy: createEgressPolicy({ allow: allow.map((text) => parseEntry(text) as Prefix), ports, closed: [] }),
  resolve: () => Promise.resolve(['127.0.0.1']),
  sourceAddresses: [],
  ca,
});
const partsOf = (send = createWebhookSender(egress([receiver.port]))) => ({
  database: api.database,
  sealer,
  send,
  troubles: new TroubleEpisodes(pino({ level: 'silent' })),
  sendMail: null,
});
/** What the tests of a backend send through; without one, deliveries are sent directly. */
let queue: TestQueue<string> | null = null;
/** Sends everything that is due, through the queue if one is open, and returns the outcomes. */
async function sendDue(parts = partsOf()): Promise<string[]> {
  const outcomes: string[] = [];
  for (;;) {
    const due = await dispatchDeliveries(api.database);
    if (due.length === 0) return outcomes;
    if (queue === null) for (const { id } of due) outcomes.push(await deliverEvent(parts, id));
    else outcomes.push(...(await queue.run(due, (id) => deliverEvent(parts, id))));
  }
}
const makeDue = () => observer.query('update delivery_job set next_at = now()');
const deliveries = async (id: string) =>
  (await api.call('GET', `/v1/webhooks/${id}/deliveries`)).body.data as unknown as Record<string, unknown>[];
const sendTest = (id: string) => api.call('POST', `/v1/webhooks/${id}/test`);
const settings = (domain: string, host = 'mail.example.com') => ({
  domain,
  kind: 'exchange',
  exchange: { url: `https://${host}/EWS/Exchange.asmx` },
});
const save = (domain: string) => api.call('POST', '/v1/mail-settings', { body: settings(domain) });
const remove = (domain: string) => api.call('DELETE', `/v1/mail-settings/${domain}`);
const toldOf = (domain: string) =>
  receiver.received.filter(({ data }) => data.domain === domain).map(({ data }) => data.change);

describe('a webhook', () => {
  test('receives what was created, changed and deleted, in this order, signed and once', async () => {
    await startHook();
    await save('order.example.com');
    await api.call('PUT', '/v1/mail-settings/order.example.com', {
      body: settings('order.example.com', 'other.example.com'),
    });
    await remove('order.example.com');
    expect(await sendDue()).toEqual(['delivered', 'delivered', 'delivered']);
    expect(toldOf('order.example.com')).toEqual(['created', 'updated', 'deleted']);
    expect(receiver.received[1]).toMatchObject({
      type: 'settings.changed',
      data: { accountId: api.account.id, revision: 2, fields: ['exchange.url'], actor: 'first super-admin' },
    });
    expect(receiver.received.map(({ data }) => JSON.stringify(data)).join()).not.toContain('Exchange.asmx');
  });

  test.each([[['domain.failed']], [null]])(
    'with the events %j writes no event of another type',
    async (events) => {
      if (events !== null) await startHook(events);
      await save('unheard.example.com');
      const written = await observer.query(`select from event where domain = 'unheard.example.com'`);
      expect(written.rowCount).toBe(0);
    },
  );

  test('a delivery that fails delays the later ones of its domain, and none of another domain', async () => {
    const id = await startHook();
    receiver.answer = (_request, response, { data }) =>
      response.writeHead(data.domain === 'bad.example.com' ? 500 : 200).end();
    await save('bad.example.com');
    await save('good.example.com');
    await remove('bad.example.com');
    await remove('good.example.com');
    await sendDue();
    expect(toldOf('good.example.com')).toEqual(['created', 'deleted']);
    expect(toldOf('bad.example.com')).toEqual(['created']);
    receiver.answer = (_request, response) => response.writeHead(200).end();
    await makeDue();
    await sendDue();
    expect(toldOf('bad.example.com')).toEqual(['created', 'created', 'deleted']);
    const [first, again] = receiver.received.filter(({ data }) => data.domain === 'bad.example.com');
    expect(again!.id).toBe(first!.id);
    const attempts = (await deliveries(id)).map((row) => [row.state, row.attempts]);
    expect(attempts).toContainEqual(['delivered', 2]);
  });

  test('a worker that dies while it sends leaves a delivery that is sent again with the same id', async () => {
    const id = await startHook();
    await sendTest(id);
    const [job] = await dispatchDeliveries(api.database);
    const dies = { ...partsOf(), send: () => Promise.reject(new Error('killed')) };
    await expect(deliverEvent(dies, job!.id)).rejects.toThrow('killed');
    expect(await sendDue()).toEqual([]);
    await observer.query('update delivery_job set lease_until = now(), dispatched_until = now()');
    expect(await sendDue()).toEqual(['delivered']);
  });

  test('a result that comes after another worker has taken the delivery over is dropped', async () => {
    const id = await startHook();
    await sendTest(id);
    const [job] = await dispatchDeliveries(api.database);
    const parts = partsOf();
    const late = {
      ...parts,
      send: async () => {
        await observer.query('update delivery_job set lease_until = now(), dispatched_until = now()');
        await sendDue(parts);
        return { failure: 'late' };
      },
    };
    expect(await deliverEvent(late, job!.id)).toBe('lost-lease');
    expect(await deliveries(id)).toMatchObject([{ state: 'delivered', attempts: 1 }]);
  });

  test('for 24 hours after a rotation the old and the new secret sign', async () => {
    const id = await startHook();
    const old = receiver.secret;
    const { body } = await api.call('POST', `/v1/webhooks/${id}/rotate`);
    const renewed = body.secret as string;
    const untilMs = Date.parse(body.oldSecretUntil as string);
    expect(Math.abs(untilMs - Date.now() - 86_400_000)).toBeLessThan(60_000);
    const seen: boolean[][] = [];
    const send = createWebhookSender(egress([receiver.port]));
    const parts = partsOf(async (request) => {
      seen.push([old, renewed].map((secret) => isSignedBy(secret, request.headers, request.body)));
      return send(request);
    });
    await sendTest(id);
    await sendDue(parts);
    await observer.query('update webhook set old_secret_until = now()');
    await sendTest(id);
    await sendDue(parts);
    expect(seen).toEqual([
      [true, true],
      [false, true],
    ]);
  });

  test('can be sent a delivery again, with the same id, and the time and signature of the attempt', async () => {
    const id = await startHook();
    const seen: IncomingHttpHeaders[] = [];
    receiver.answer = ({ headers }, response) => {
      seen.push(headers);
      response.writeHead(204).end();
    };
    await sendTest(id);
    await sendDue();
    const [row] = await deliveries(id);
    const again = () => api.call('POST', `/v1/webhooks/${id}/deliveries/${String(row!.id)}/redeliver`);
    expect((await again()).status).toBe(202);
    expect((await again()).body.code).toBe('conflict');
    expect(await sendDue()).toEqual(['delivered']);
    const { eventId, at: timestamp } = row!;
    const event = { id: eventId, type: 'webhook.test', timestamp, data: { accountId: api.account.id } };
    expect(receiver.received).toEqual([event, event]);
    for (const headers of seen) {
      expect([headers['webhook-id'], headers['content-type']]).toEqual([eventId, 'application/json']);
      expect(headers['webhook-signature']).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/);
      expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(60);
    }
  });
});

describe('with the queue on PostgreSQL, a receiver that', () => {
  receiverLab(() => ({ databaseUrl: api.testDatabase.connectionString }));
});

describeWith(['redis'], 'with the queue on Redis, a receiver that', () => {
  receiverLab(() => ({ redisUrl: `${process.env.TEST_REDIS_URL!}/2` }));
});

/** What receivers do wrong. */
function receiverLab(backendOf: () => JobBackend): void {
  beforeAll(() => {
    queue = openTestQueue(backendOf(), 'delivery');
  });
  afterAll(async () => {
    await queue?.close();
    queue = null;
  });
  const status =
    (code: number, headers = {}, body = ''): WebhookReceiver['answer'] =>
    (_request, response) =>
      response.writeHead(code, headers).end(body);
  async function sendOnce(
    answer: WebhookReceiver['answer'],
  ): Promise<Record<string, unknown> & { waitSeconds: number | null }> {
    const id = await startHook();
    receiver.answer = answer;
    await sendTest(id);
    await sendDue();
    const [row] = await deliveries(id);
    const next = row!.nextAttemptAt as string | null;
    const waitSeconds = next === null ? null : (Date.parse(next) - Date.now()) / 1000;
    return { ...row!, waitSeconds, webhook: (await api.call('GET', `/v1/webhooks/${id}`)).body };
  }

  test('answers 410 is switched off', async () => {
    expect(await sendOnce(status(410))).toMatchObject({
      state: 'failed',
      status: 410,
      webhook: { enabled: false, switchedOff: 'gone' },
    });
  });

  test.each([
    [429, 777],
    [503, 777],
    [500, 5],
  ])(
    'answers %i with Retry-After: 777 is asked again after %i s, and its words are not shown',
    async (code, seconds) => {
      const sent = await sendOnce(status(code, { 'retry-after': '777' }, 'told-in-a-body'));
      expect(sent).toMatchObject({ state: 'waiting', status: code, failure: 'status' });
      expect(Math.abs(sent.waitSeconds! - seconds)).toBeLessThan(30);
      expect(JSON.stringify(sent)).not.toContain('told-in');
    },
  );

  test('redirects to a private address is not followed', async () => {
    const inside = await startWebhookReceiver(tls);
    const sent = await sendOnce(status(307, { location: inside.url }));
    expect(sent).toMatchObject({ state: 'waiting', status: 307, failure: 'redirect' });
    expect(inside.connections()).toBe(0);
    await inside.close();
  });

  test.each<[string, WebhookReceiver['answer']]>([
    ['resets the connection', ({ socket }) => void socket.destroy()],
    [
      'sends headers without end',
      ({ socket }) =>
        void socket.write(`HTTP/1.1 200 OK\r\n${`x-hint: ${'a'.repeat(100)}\r\n`.repeat(2000)}`),
    ],
  ])('%s is asked again', async (_, answer) => {
    expect(await sendOnce(answer)).toMatchObject({ state: 'waiting', status: null });
  });

  test('answers 200 with a body without end has received the event, and is not read to the end', async () => {
    let sent = 0;
    const result = await sendOnce((_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => {
        sent += 64 * 1024;
        response.write(Buffer.alloc(64 * 1024));
      }, 1);
      response.on('close', () => clearInterval(timer));
    });
    expect(result).toMatchObject({ state: 'delivered', status: 200 });
    const soFar = sent;
    await delay(50);
    expect(sent - soFar).toBeLessThan(10 * 64 * 1024);
  });

  test('is silent is given up at the deadline', async () => {
    const id = await startHook();
    receiver.answer = () => {};
    await sendTest(id);
    await sendDue(partsOf(createWebhookSender(egress([receiver.port]), 1000)));
    expect(receiver.received).toHaveLength(1);
    expect(await deliveries(id)).toMatchObject([{ state: 'waiting', failure: 'deadline-exceeded' }]);
  });

  test('answers slowly, but before the deadline, has received the event', async () => {
    const result = await sendOnce((_request, response) =>
      setTimeout(() => response.writeHead(204).end(), 500),
    );
    expect(result).toMatchObject({ state: 'delivered', status: 204 });
  });

  test('has a certificate for another name receives nothing', async () => {
    const id = await startHook();
    await api.call('PATCH', `/v1/webhooks/${id}`, {
      body: { url: `https://wrong.example.com:${receiver.port}/` },
    });
    await sendTest(id);
    await sendDue();
    expect(await deliveries(id)).toMatchObject([{ state: 'waiting', failure: 'cert-name-mismatch' }]);
    expect(receiver.received).toEqual([]);
  });

  test.each([
    ['has a private address', () => egress([receiver.port], ['192.0.2.1']), 'target-not-allowed'],
    ['listens on a port that is not open', () => egress([]), 'port-not-allowed'],
  ])('%s gets no connection', async (_, options, failure) => {
    const id = await startHook();
    await sendTest(id);
    await sendDue(partsOf(createWebhookSender(options())));
    expect(await deliveries(id)).toMatchObject([{ state: 'waiting', failure }]);
    expect(receiver.connections()).toBe(0);
  });

  test('fails ten times gets no eleventh attempt', async () => {
    const id = await startHook();
    receiver.answer = status(500);
    const counted: string[] = [];
    const parts = { ...partsOf(), onAttempt: (...counts: string[]) => void counted.push(counts.join(' ')) };
    await sendTest(id);
    for (let attempt = 0; attempt < 12; attempt += 1) {
      await sendDue(parts);
      await makeDue();
    }
    expect(counted).toEqual([...Array.from({ length: 9 }, () => 'webhook waiting'), 'webhook failed']);
    expect(await deliveries(id)).toMatchObject([{ state: 'failed', attempts: 10, nextAttemptAt: null }]);
    expect(receiver.received).toHaveLength(10);
  });

  test('fails for five days is switched off, and what waits for it is discarded', async () => {
    const id = await startHook();
    receiver.answer = status(500);
    await sendTest(id);
    await save('waits.example.com');
    await sendDue();
    await observer.query(`update webhook set failing_since = now() - interval '5 days 1 minute'`);
    await makeDue();
    await sendDue();
    const { body } = await api.call('GET', `/v1/webhooks/${id}`);
    expect(body).toMatchObject({ enabled: false, switchedOff: 'failing' });
    expect((await deliveries(id)).map(({ state }) => state)).toEqual(['discarded', 'discarded']);
    expect((await observer.query('select * from delivery_job')).rows).toEqual([]);
  });
}
