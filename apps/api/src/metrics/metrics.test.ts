import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { inAccount } from '@postern/database/database';
import { MailSettings } from '@postern/database/entities/mail-settings';
import { countDomains } from '@postern/database/functions/domain-counts';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { waitUntil } from '@postern/test/environment/wait-until';

let api: TestApi;
let proxied: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  proxied = await startTestApi({ settings: { trustedProxies: ['127.0.0.1'] } });
});
afterAll(() => Promise.all([api.stop(), proxied.stop()]));

const scrape = async (): Promise<string> => String((await api.call('GET', '/metrics', { token: null })).body);
const create = (domain: string, token: string) =>
  api.call('POST', '/v1/mail-settings', {
    token,
    body: { domain, kind: 'exchange', exchange: { url: 'https://mail.example.com/EWS/Exchange.asmx' } },
  });

test('counts domains of all accounts by state and failure, and the days of the certificate that ends first', async () => {
  for (const { id, tokens } of [api.account, api.other]) {
    await create('a.example.com', tokens['super-admin']);
    await create('b.example.com', tokens['super-admin']);
    const daysLeft = id === api.account.id ? 12 : 5;
    await inAccount(api.database, id).execute(
      `update mail_settings set verification_state = 'failed', verification_failure = '{"code":"cert-expired"}',
         verification_warnings = ?::jsonb where domain = 'a.example.com'`,
      [JSON.stringify([{ code: 'cert-expires-soon', daysLeft }])],
    );
  }
  await waitUntil(async () => (await scrape()).includes('postern_domains{'));
  const text = await scrape();
  expect(text).toContain('postern_domains{state="failed",code="cert-expired"} 2');
  expect(text).toContain('postern_domains{state="queued",code=""} 2');
  expect(text).toContain('postern_certificate_days_left 5');
  const [, seconds] = /^postern_domains_counted_timestamp_seconds (\S+)$/m.exec(text)!;
  expect(Math.abs(Number(seconds) - Date.now() / 1000)).toBeLessThan(60);
});

test('counts the deliveries that are still to be sent, and how long the oldest is due', async () => {
  const hook = { url: 'https://hooks.example.com/', events: ['domain.failed'] };
  const { body } = await api.call('POST', '/v1/webhooks', { body: hook });
  for (let sent = 0; sent < 3; sent += 1) await api.call('POST', `/v1/webhooks/${body.id}/test`);
  const em = inAccount(api.database, api.account.id);
  await em.execute(`update delivery_job set attempts = 2, next_at = now() + interval '1 hour'
    where delivery_id = (select min(delivery_id::text)::uuid from delivery_job)`);
  await em.execute(`update delivery_job set next_at = now() - interval '1 minute' where attempts = 0`);
  const text = await scrape();
  expect(text).toContain('postern_deliveries{kind="webhook",state="waiting"} 2');
  expect(text).toContain('postern_deliveries{kind="webhook",state="failing"} 1');
  expect(text).toContain('postern_deliveries{kind="mail",state="waiting"} 0');
  expect(text).toContain('postern_delivery_age_seconds{kind="mail"} 0');
  const [, seconds] = /^postern_delivery_age_seconds\{kind="webhook"\} (\S+)$/m.exec(text)!;
  expect(Math.round(Number(seconds) / 60)).toBe(1);
});

test('counts requests by route, never by URL', async () => {
  await api.call('GET', '/v1/populate?email=jane@example.com');
  await api.call('GET', '/v1/mail-settings/secret-name.example.com');
  const text = await scrape();
  expect(text).toMatch(
    /postern_http_request_duration_seconds_count\{method="GET",route="\/v1\/populate",status="200"\} \d/,
  );
  expect(text).toContain('route="/v1/mail-settings/:domain",status="404"');
  expect(text).not.toMatch(/jane|secret-name/);
});

test('reports the queue’s depth, and for how long the oldest verification has been due', async () => {
  await create('late.example.com', api.account.tokens['super-admin']);
  await api.database.em
    .fork()
    .execute(`update verification_job set queued_at = now() - interval '90 seconds', lease_until = null`);
  const text = await scrape();
  expect(text).toMatch(/postern_queue_depth \d+/);
  expect(Number(/postern_queue_age_seconds ([\d.]+)/.exec(text)![1])).toBeGreaterThan(0);
});

test('answers local requests and operators, behind a proxy too', async () => {
  const from = { 'x-forwarded-for': '192.0.2.7', 'x-forwarded-proto': 'https' };
  const status = async (token: string | null, headers: Record<string, string>, at = proxied) =>
    (await at.call('GET', '/metrics', { token, headers })).status;
  expect(await status(null, {})).toBe(200);
  expect(await status(null, from)).toBe(401);
  expect(await status(proxied.account.tokens['super-admin'], from)).toBe(403);
  expect(await status(proxied.operatorToken, from)).toBe(200);
  // A request through a proxy on loopback that the operator did not name is not local.
  expect(await status(null, from, api)).toBe(401);
});

test('shows the last counts, with their time, while counting takes longer than a scrape or fails', async () => {
  const em = api.database.em.fork();
  const counts = JSON.stringify([{ state: 'passed', code: '', domains: 1_000_000 }]);
  await em.execute(
    `update domain_count set begun_at = now() - interval '1 hour', counted_at = to_timestamp(1000), counts = ?::jsonb`,
    [counts],
  );
  const other = inAccount(api.database, api.account.id);
  await other.begin();
  await other.execute('lock table mail_settings in access exclusive mode'); // The count waits for this transaction.
  const text = await scrape();
  await other.rollback();
  expect(text).toContain('postern_domains{state="passed",code=""} 1000000');
  expect(text).toContain('postern_domains_counted_timestamp_seconds 1000');
  // The count of that scrape ends after its test otherwise, and changes what the next one reads.
  await waitUntil(async () => !(await scrape()).includes('postern_domains_counted_timestamp_seconds 1000\n'));
});

test('of many scrapes in many processes one counts, and the next one waits for a multiple of the time it took', async () => {
  const em = api.database.em.fork();
  const begunAt = async () =>
    (await em.execute<{ begun_at: string }[]>('select begun_at from domain_count'))[0]!;
  await em.execute(`update domain_count set begun_at = now() - interval '30 seconds', took_ms = 2000`);
  const before = await begunAt();
  await countDomains(api.database);
  expect(await begunAt()).toEqual(before);
  await em.execute(`update domain_count set took_ms = 1000`);
  await Promise.all(Array.from({ length: 5 }, () => countDomains(api.database)));
  expect(await begunAt()).not.toEqual(before);
});

test('answers without the counts of domains when they were never counted', async () => {
  const broken = await startTestApi();
  await broken.database.em.fork().execute('drop function domain_counts()');
  const answer = await broken.call('GET', '/metrics', { token: null });
  await broken.stop();
  expect(answer.status).toBe(200);
  expect(answer.body).toContain('postern_queue_depth');
  expect(answer.body).not.toContain('postern_domains{');
});

test('the function that counts domains refuses to run for an account', async () => {
  const em = inAccount(api.database, api.account.id);
  await expect(em.execute('select * from domain_counts()')).rejects.toThrow('for operators');
  await expect(em.count(MailSettings)).resolves.toBeGreaterThan(0);
});
