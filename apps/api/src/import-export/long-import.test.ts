import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { waitUntil } from '@postern/test/environment/wait-until';
import { Client } from 'pg';
import { deleteExpired } from '../housekeeping/delete-expired.js';
import { preferredWaitMs } from './preferred-wait.js';

let api: TestApi;
/** A session that takes the place of another process of the api. */
let elsewhere: Client;
beforeAll(async () => {
  api = await startTestApi();
  elsewhere = new Client({ connectionString: api.testDatabase.superuserConnectionString });
  await elsewhere.connect();
});
afterAll(async () => {
  await elsewhere.end();
  await api.stop();
});

const fileOf = (domains: readonly string[]) =>
  ['domain,kind,exchangeUrl']
    .concat(domains.map((domain) => `${domain},exchange,https://mail.example.com/EWS/Exchange.asmx`))
    .join('\n');
const send = (domains: readonly string[], prefer: string, query = '') =>
  api.call('POST', `/v1/mail-settings/import${query}`, {
    body: fileOf(domains),
    headers: { 'content-type': 'text/csv', ...(prefer === '' ? {} : { prefer }) },
  });
const read = async (location: unknown) => (await api.call('GET', String(location))).body;
const ended = async (location: unknown) => {
  let found = await read(location);
  await waitUntil(async () => (found = await read(location))['state'] !== 'running');
  return found;
};
const statusOf = async (domain: string) => (await api.call('GET', `/v1/mail-settings/${domain}`)).status;
const lock = (verb: string) =>
  elsewhere.query(`select ${verb}(hashtextextended('import ' || $1, 0))`, [api.account.id]);

test.each([
  [undefined, 10_000],
  ['respond-async', 0],
  ['Respond-Async, wait=3', 3000],
  ['wait=0', 0],
  ['wait=3600', 10_000],
  ['return=minimal', 10_000],
])('an answer to an import with Prefer: %s waits %i ms at most', (prefer, ms) => {
  expect(preferredWaitMs(prefer)).toBe(ms);
});

test('an import that takes longer than its request is answered 202, and its end can be read', async () => {
  await lock('pg_advisory_lock');
  const started = performance.now();
  const domains = Array.from({ length: 700 }, (_, at) => `long${at}.example.com`);
  const { status, headers, body } = await send(domains, 'wait=1');
  expect(performance.now() - started).toBeGreaterThan(990);
  expect([status, headers['location']]).toEqual([202, `/v1/imports/${body.id}`]);
  expect(body).toEqual({
    id: body.id,
    state: 'running',
    dryRun: false,
    rows: 700,
    rowsDone: 0,
    result: null,
    problem: null,
    createdAt: expect.any(String),
    finishedAt: null,
  });
  expect(await statusOf('long0.example.com')).toBe(404);
  await lock('pg_advisory_unlock');
  const result = { dryRun: false, rows: 700, created: 700, updated: 0, unchanged: 0 };
  expect(await ended(headers['location'])).toMatchObject({
    state: 'done',
    rowsDone: 700,
    result,
    problem: null,
  });
  expect(await statusOf('long699.example.com')).toBe(200);
});

test('an import of another process of the same account is waited for, however long it takes', async () => {
  await lock('pg_advisory_lock');
  const answer = send(['waited.example.com'], '');
  // Longer than the time limit of a query of the api, 2.5 s.
  await new Promise((resolve) => setTimeout(resolve, 2600));
  await lock('pg_advisory_unlock');
  expect(await answer).toMatchObject({ status: 200, body: { created: 1 } });
});

test('rows that are refused while they are written end the import as they would have been answered', async () => {
  const body = {
    domain: 'other-kind.example.com',
    kind: 'imap',
    imap: { host: 'imap.example.com', port: 993 },
    smtp: { host: 'smtp.example.com', port: 587 },
  };
  expect((await api.call('POST', '/v1/mail-settings', { body })).status).toBe(201);
  const rows = ['good.example.com', 'other-kind.example.com'];
  const direct = await send(rows, '');
  await lock('pg_advisory_lock');
  const { status, headers } = await send(rows, 'respond-async');
  expect(status).toBe(202);
  await lock('pg_advisory_unlock');
  const { state, problem, result } = await ended(headers['location']);
  expect([state, result]).toEqual(['refused', null]);
  expect(problem).toEqual({ ...direct.body, requestId: expect.any(String) });
  expect(direct.body.errors).toEqual([expect.objectContaining({ path: 'rows[1].kind' })]);
  expect(await statusOf('good.example.com')).toBe(404);
});

test('an import whose process has ended is failed, and a late end of it writes nothing', async () => {
  await lock('pg_advisory_lock');
  const { headers, body } = await send(['lost.example.com'], 'respond-async');
  await elsewhere.query(`update long_import set lease_until = now() - interval '1 second' where id = $1`, [
    body.id,
  ]);
  const lost = await read(headers['location']);
  expect(lost).toMatchObject({ state: 'failed', problem: { status: 503, code: 'import-interrupted' } });
  await lock('pg_advisory_unlock');
  // The next import of the account begins when the lost one has been rolled back.
  expect((await send(['next.example.com'], '')).status).toBe(200);
  expect(await statusOf('lost.example.com')).toBe(404);
  expect(await read(headers['location'])).toEqual(lost);
});

test('the record of an import belongs to its account and is kept for seven days', async () => {
  await lock('pg_advisory_lock');
  const { headers } = await send(['kept.example.com'], 'respond-async', '?dryRun=true');
  await lock('pg_advisory_unlock');
  expect(await ended(headers['location'])).toMatchObject({ state: 'done', dryRun: true });
  const statusFor = async (token: string) =>
    (await api.call('GET', String(headers['location']), { token })).status;
  expect(await statusFor(api.other.tokens['super-admin'])).toBe(404);
  expect(await statusFor(api.account.tokens.member)).toBe(403);
  await deleteExpired(api.database, { auditRetentionDays: 365 });
  expect(await statusFor(api.account.tokens['account-access'])).toBe(200);
  const now = new Date(Date.now() + 7 * 86_400_000 + 1000);
  await deleteExpired(api.database, { auditRetentionDays: 365, now });
  expect(await statusFor(api.account.tokens['account-access'])).toBe(404);
});

test('a stop lets an import end that goes on after its answer', async () => {
  const { status } = await send(['last.example.com'], 'respond-async');
  expect([200, 202]).toContain(status);
  await api.app.close();
  const { rows } = await elsewhere.query(`select 1 from mail_settings where domain = 'last.example.com'`);
  expect(rows).toHaveLength(1);
});
