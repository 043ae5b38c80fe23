import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { parseEnvironment } from '@postern/core/environment';
import { parseEntry, type Prefix } from '@postern/core/prefix';
import { inAccount, openDatabase, type Database } from '@postern/database/database';
import { recordEvent } from '@postern/database/functions/record-event';
import { countWebhooksWithOlderSeals, sealAgain } from '@postern/database/seal-again';
import { createSecretSealer } from '@postern/database/sealed-secret';
import { checkSecretKey } from '@postern/database/secret-key';
import { TroubleEpisodes } from '@postern/database/trouble-episodes';
import { QueueFaults } from '@postern/jobs/queue-faults';
import { createEgressPolicy } from '@postern/mail-probe/egress/egress-policy';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { startBreakableProxy, type BreakableProxy } from '@postern/test/environment/breakable-proxy';
import { describeWith } from '@postern/test/environment/describe-with';
import { findProgram } from '@postern/test/environment/system-packages';
import { startPrivateRedis } from '@postern/test/environment/test-redis';
import { waitUntil } from '@postern/test/environment/wait-until';
import { createCertificateAuthority } from '@postern/test/servers/certificate-authority';
import { createPrivateFolder } from '@postern/test/servers/private-folder';
import { startWebhookReceiver, type WebhookReceiver } from '@postern/test/servers/webhook-receiver';
import { Client } from 'pg';
import { pino } from 'pino';
import { consumeDeliveries } from './consume-deliveries.js';
import { createWebhookSender } from './send-webhook.js';

const secretKey = Buffer.alloc(32, 5).toString('base64');
const log = pino({ level: 'silent' });
const patient = 120_000;

let folder: { path: string; remove(): Promise<void> };
let ca: string;
let receiver: WebhookReceiver;
let api: TestApi;
let observer: Client;
/** Between the worker and PostgreSQL; the api and the observer do not use it. */
let proxy: BreakableProxy;
let database: Database;
let databaseUrl: string;

beforeAll(async () => {
  folder = await createPrivateFolder('outages');
  const authority = await createCertificateAuthority(folder.path);
  ca = await readFile(authority.caFile, 'utf8');
  const { keyFile, certificateFile } = await authority.issue('hooks', ['IP:127.0.0.1']);
  receiver = await startWebhookReceiver({
    key: await readFile(keyFile, 'utf8'),
    cert: await readFile(certificateFile, 'utf8'),
  });
  api = await startTestApi({ settings: { secretKeys: [secretKey] } });
  observer = new Client({ connectionString: api.testDatabase.superuserConnectionString });
  await observer.connect();
  const url = new URL(api.testDatabase.connectionString);
  proxy = await startBreakableProxy(Number(url.port));
  url.port = String(proxy.port);
  databaseUrl = url.href;
  database = await openDatabase(databaseUrl, { connections: 5, queryTimeoutMs: 2500 });
});
afterAll(async () => {
  await database?.close();
  await proxy?.cut();
  await observer?.end();
  await api?.stop();
  await receiver?.close();
  await folder?.remove();
});
beforeEach(async () => {
  await observer.query('delete from webhook');
  receiver.received.length = 0;
  const { body } = await api.call('POST', '/v1/webhooks', { body: { url: receiver.url, events: 'all' } });
  receiver.secret = body.secret as string;
});

let consumer: { close(): Promise<void> } | undefined;
afterEach(async () => {
  await consumer?.close();
  consumer = undefined;
});
function consume(redisUrl?: string, key = secretKey): void {
  const environment = parseEnvironment(
    {
      DATABASE_URL: databaseUrl,
      POSTERN_SECRET_KEY: key,
      ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
    },
    () => '',
  );
  const egress = {
    policy: createEgressPolicy({
      allow: [parseEntry('127.0.0.1') as Prefix],
      ports: [receiver.port],
      closed: [],
    }),
    resolve: () => Promise.resolve(['127.0.0.1']),
    sourceAddresses: [],
    ca,
  };
  consumer = consumeDeliveries(environment, {
    database,
    sealer: createSecretSealer([key]),
    send: createWebhookSender(egress),
    sendMail: null,
    troubles: new TroubleEpisodes(log),
    log,
    faults: new QueueFaults(() => undefined),
  });
}

let changes = 0;
/** Records changes of two domains, in transactions of their own. */
async function change(times: number): Promise<void> {
  for (let index = 0; index < times; index += 1) {
    changes += 1;
    const payload = { change: 'updated', actor: 'test', revision: changes, fields: [] };
    const event = { type: 'settings.changed', domain: `d${changes % 2}.example.com`, payload } as const;
    await inAccount(api.database, api.account.id).transactional((em) =>
      recordEvent(em, api.account.id, event),
    );
  }
}
const received = () => receiver.received.length;
const isEmpty = async () => (await observer.query('select 1 from delivery_job limit 1')).rowCount === 0;
/** Ends the times that a delivery waits for a worker or a queue that lost it. */
const endWaits = () =>
  observer.query('update delivery_job set next_at = now(), lease_until = now(), dispatched_until = now()');

/** Lets changes happen before, in and after an outage, and compares what arrives with them. */
async function expectNothingLost(outage: { begin(): Promise<unknown>; end(): Promise<unknown> }) {
  const from = changes;
  receiver.answer = (_request, response) => void setTimeout(() => response.writeHead(204).end(), 100);
  await change(6);
  await waitUntil(() => received() > 0, patient);
  await outage.begin();
  await change(6);
  await outage.end();
  await change(2);
  await endWaits();
  await waitUntil(isEmpty, patient);
  for (const parity of [0, 1]) {
    const arrived = receiver.received.map(({ data }) => data.revision as number);
    const first = [...new Set(arrived.filter((revision) => revision % 2 === parity))];
    const wanted = Array.from({ length: 14 }, (_, index) => from + 1 + index);
    expect(first).toEqual(wanted.filter((revision) => revision % 2 === parity));
  }
  const { rows } = await observer.query<{ id: string }>('select id from event where domain is not null');
  const known = new Set(rows.map(({ id }) => id));
  expect(receiver.received.every(({ id }) => known.has(id))).toBe(true);
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(14);
}

const postgresAway = { begin: () => proxy.cut(), end: () => proxy.mend() };

describe('with the queue on PostgreSQL', () => {
  test('no change is lost, nor its order, when PostgreSQL is away while changes are told', async () => {
    consume();
    await expectNothingLost(postgresAway);
  }, 180_000);
});

describeWith(['redis'], 'with the queue on Redis', () => {
  test('no change is lost, nor its order, when PostgreSQL or Redis is away while changes are told', async () => {
    const program = (await findProgram('redis'))!;
    let redis = await startPrivateRedis(program);
    consume(`redis://127.0.0.1:${redis.port}`);
    await expectNothingLost(postgresAway);
    receiver.received.length = 0;
    await expectNothingLost({
      begin: () => redis.stop(),
      async end() {
        redis = await startPrivateRedis(program, redis.port);
      },
    });
    await consumer?.close();
    consumer = undefined;
    await redis.stop();
  }, 300_000);
});

test(
  'the secrets of a webhook are sealed again after a change of the secret key, and deliver without the old key',
  async () => {
    const newKey = Buffer.alloc(32, 6).toString('base64');
    const keys = [newKey, secretKey];
    const older = () => countWebhooksWithOlderSeals(api.database, keys);
    const { body: list } = await api.call('GET', '/v1/webhooks');
    const [{ id }] = list.data as unknown as [{ id: string }];
    const { body: rotated } = await api.call('POST', `/v1/webhooks/${id}/rotate`);
    await checkSecretKey(api.database, [secretKey]);
    await checkSecretKey(api.database, keys);
    await sealAgain(api.database, keys);
    expect(await older()).toBe(1); // For an hour other processes may have the old key alone.
    await observer.query(`update secret_key set used_since = now() - interval '60 minutes'`);
    await sealAgain(api.database, keys);
    expect(await older()).toBe(0);
    consume(undefined, newKey);
    await change(1);
    await waitUntil(() => received() === 1, patient); // Verified with the secret before the rotation.
    receiver.secret = rotated.secret as string;
    await change(1);
    await waitUntil(() => received() === 2, patient);
  },
  patient,
);
