import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { waitUntil } from '@postern/test/environment/wait-until';
import { Client } from 'pg';

let api: TestApi;
let observer: Client;
let origin: string;
beforeAll(async () => {
  api = await startTestApi();
  observer = new Client({ connectionString: api.testDatabase.superuserConnectionString });
  await observer.connect();
  await api.app.listen(0, '127.0.0.1');
  origin = await api.app.getUrl();
});
afterAll(async () => {
  await observer.end();
  await api.stop();
});

/** Opens the stream of an account, on a connection of its own, and collects its events. */
async function watch(token = api.account.tokens['super-admin']) {
  const headers = { authorization: `Bearer ${token}` };
  const request = get(`${origin}/v1/summary/events`, { agent: false, headers });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(200);
  const times: number[] = [];
  response.setEncoding('utf8').on('data', (text: string) => {
    const count = text.split('event: changed\ndata: {}\n\n').length - 1;
    for (let index = 0; index < count; index += 1) times.push(performance.now());
  });
  const ended = new Promise((resolve) => response.on('close', resolve));
  response.on('error', () => undefined);
  await waitUntil(() => times.length > 0);
  return { times, ended, close: () => request.destroy() };
}
const save = (domain: string, token = api.account.tokens['super-admin']) =>
  api.call('POST', '/v1/mail-settings', {
    token,
    body: { domain, kind: 'exchange', exchange: { url: 'https://mail.example.com/EWS/Exchange.asmx' } },
  });
const noted = async () =>
  (await observer.query<{ account_id: string }>('select account_id from summary_change')).rows;

test('while nobody watches a summary, a change of it leaves no row', async () => {
  await save('unwatched.example.com');
  expect(await noted()).toEqual([]);
});

test('a stream tells each change of its account, those within a second once, and none of another account', async () => {
  const stream = await watch();
  const other = await watch(api.other.tokens['super-admin']);
  const told = async (work: () => Promise<unknown>) => {
    const before = stream.times.length;
    await work();
    await waitUntil(() => stream.times.length > before);
  };
  await told(() => save('saved.example.com'));
  await told(() => observer.query(`update mail_settings set verification_state = 'passed'`));
  await told(() => api.call('DELETE', '/v1/mail-settings/saved.example.com'));
  await told(async () => {
    for (let index = 0; index < 20; index += 1) await save(`many${index}.example.com`);
  });
  const [, ...times] = stream.times;
  const gaps = times.slice(1).map((time, index) => time - times[index]!);
  expect(Math.min(...gaps)).toBeGreaterThan(500);
  expect(other.times).toHaveLength(1);
  stream.close();
  other.close();
  await Promise.all([stream.ended, other.ended]);
});

test('a change that is committed after a later one is told', async () => {
  const stream = await watch();
  const late = new Client({ connectionString: api.testDatabase.superuserConnectionString });
  await late.connect();
  await late.query('begin');
  await late.query(
    `update mail_settings set verification_state = 'failed' where domain = 'many0.example.com'`,
  );
  await save('later.example.com');
  await waitUntil(() => stream.times.length === 2);
  await late.query('commit');
  await waitUntil(() => stream.times.length === 3);
  await late.end();
  stream.close();
  await stream.ended;
});

test('measurements of servers are told every 10 s to accounts that use them; a time of measurement alone is not told', async () => {
  const stream = await watch();
  const other = await watch(api.other.tokens['super-admin']);
  await save('measured.example.com');
  await waitUntil(() => stream.times.length === 2);
  const rows = (await noted()).length;
  await observer.query('update mail_settings set verification_at = now(), unconfirmed_failure = null');
  expect(await noted()).toHaveLength(rows);
  // Both within one window of 10 s, whenever the test runs.
  await observer.query('begin');
  await observer.query('update monitored_server set failures = failures');
  await observer.query('update monitored_server set failures = failures');
  await observer.query('commit');
  expect(await noted()).toHaveLength(rows + 2);
  await waitUntil(() => stream.times.length > 2, 20_000);
  expect(stream.times).toHaveLength(3);
  expect(other.times).toHaveLength(1);
  stream.close();
  other.close();
  await Promise.all([stream.ended, other.ended]);
}, 40_000);

test('a stream ends with its token', async () => {
  const made = await api.call('POST', '/v1/tokens', { body: { name: 'reader', role: 'account-access' } });
  const stream = await watch(made.body.token);
  await api.call('DELETE', `/v1/tokens/${made.body.id}`);
  await stream.ended;
});
