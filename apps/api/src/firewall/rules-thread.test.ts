import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { inAccount } from '@postern/database/database';
import {
  createTestAccount,
  startTestApi,
  type TestAccount,
  type TestApi,
} from '@postern/test/api/start-test-api';

let api: TestApi;
let large: TestAccount;
beforeAll(async () => {
  api = await startTestApi();
  large = await createTestAccount(api.database, 'large');
  await inAccount(api.database, large.id).transactional((em) =>
    em.execute(
      `insert into mail_settings (id, account_id, domain, display_domain, kind, imap_host, imap_port, imap_tls, smtp_host,
         smtp_port, smtp_tls, origin, created_by, updated_by, verification_state)
       select gen_random_uuid(), ?, 'd' || n || '.example.com', 'd' || n || '.example.com', 'imap', 'imap' || n || '.example.com', 993,
         'implicit', 'smtp' || n || '.example.com', 465, 'implicit', 'admin', 'test', 'test', 'unverified'
       from generate_series(1, 1500) n`,
      [large.id],
    ),
  );
}, 60_000);
afterAll(() => api.stop());

/** The longest time in milliseconds that an answer to another caller took while `work` was under way. */
async function slowestMeanwhile(work: Promise<unknown>): Promise<number> {
  let isDone = false;
  const done = work.finally(() => (isDone = true));
  let slowest = 0;
  while (!isDone) {
    const started = performance.now();
    expect((await api.call('GET', '/v1/me')).status).toBe(200);
    slowest = Math.max(slowest, performance.now() - started);
  }
  await done;
  return slowest;
}

const post = (path: string, body: unknown = {}) =>
  api.call('POST', `/v1/firewall/${path}`, { token: large.tokens.network, body });
const flow = { source: '54.174.62.196', destination: 'imap7.example.com', port: 993 };

test('rules for 1,500 domains are answered, and the event loop is free meanwhile', async () => {
  const rules = post('nftables');
  const slowest = await slowestMeanwhile(rules);
  const { status, body } = await rules;
  expect([status, JSON.stringify(body.files).includes('smtp1500.example.com')]).toEqual([200, true]);
  expect(slowest).toBeLessThan(2000);
}, 60_000);

test('Terraform for 1,500 domains is answered or refused, and the api goes on', async () => {
  const rules = post('terraform-aws');
  await slowestMeanwhile(rules);
  const { status, body } = await rules;
  expect([200, 422]).toContain(status);
  if (status === 422) expect(body.code).toBe('cannot-act-on-it');
  expect((await post('match', { ...flow, destination: 'none.example.com' })).status).toBe(200);
}, 120_000);

test('an account that asks in a loop gets 429, and another account is answered in turn', async () => {
  const loop = Array.from({ length: 20 }, () => post('match', flow));
  const other = await api.call('POST', '/v1/firewall/match', { body: flow });
  expect(other.status).toBe(200);
  const answers = await Promise.all(loop);
  const statuses = new Set(answers.map(({ status }) => status));
  expect(statuses).toEqual(new Set([200, 429]));
  expect(answers.find(({ status }) => status === 429)!.headers['retry-after']).toBe('2');
}, 120_000);
