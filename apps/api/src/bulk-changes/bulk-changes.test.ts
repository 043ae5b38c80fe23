import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { waitUntil } from '@postern/test/environment/wait-until';
import { Client } from 'pg';
import { deleteExpired } from '../housekeeping/delete-expired.js';

let api: TestApi;
/** A session of a superuser, which holds locks and sees all accounts. */
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

type Target = { domain: string; revision: number };
const names = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${prefix}${String(at).padStart(4, '0')}.example.com`);
const imap = (domain: string, host: string, smtp = host) => `${domain},imap,${host},993,${smtp},465,`;
const exchange = (domain: string) => `${domain},exchange,,,,,https://mail.example.com/EWS/Exchange.asmx`;
const add = async (...lines: string[]) => {
  const body = ['domain,kind,imapHost,imapPort,smtpHost,smtpPort,exchangeUrl', ...lines].join('\n');
  const answer = await api.call('POST', '/v1/mail-settings/import', {
    body,
    headers: { 'content-type': 'text/csv' },
  });
  expect(answer.status).toBe(200);
};
const bulk = (body: object, query = '') => api.call('POST', `/v1/mail-settings/bulk${query}`, { body });
const preview = async (body: object) => {
  const answer = await bulk(body, '?dryRun=true');
  expect(answer.status).toBe(200);
  return answer.body as unknown as { selected: number; domains: Target[]; first: object[] };
};
const ended = async (location: unknown) => {
  const read = async () => (await api.call('GET', String(location))).body;
  let found = await read();
  await waitUntil(async () => (found = await read())['state'] !== 'running');
  return found;
};
const run = async (body: object) => {
  const answer = await bulk(body);
  expect(answer.status).toBe(202);
  return ended(answer.headers['location']);
};
const settings = async (domain: string) => (await api.call('GET', `/v1/mail-settings/${domain}`)).body;
const audit = async (query: string) =>
  (await api.call('GET', `/v1/audit-events?limit=200&${query}`)).body.data;
const finish = (...domains: string[]) =>
  elsewhere.query(`update mail_settings set verification_state = 'passed' where domain = any ($1)`, [
    domains,
  ]);

test('a new host replaces the old one where it is used, and a domain that was changed since the preview is reported', async () => {
  await add(
    imap('both.host.example.com', 'old.example.com'),
    imap('smtp.host.example.com', 'imap.example.com', 'old.example.com'),
    imap('other.host.example.com', 'imap.example.com'),
    imap('changed.host.example.com', 'old.example.com'),
    imap('gone.host.example.com', 'old.example.com'),
    exchange('office.host.example.com'),
  );
  const action = { action: 'set-host', from: 'OLD.example.com', to: 'new.example.com' };
  const seen = await preview({ filter: { search: 'host.example.com' }, ...action });
  expect(seen).toMatchObject({ action: 'set-host', selected: 6 });
  expect(seen.first).toEqual([
    { domain: 'both.host.example.com', displayDomain: 'both.host.example.com', servers: ['imap', 'smtp'] },
    {
      domain: 'changed.host.example.com',
      displayDomain: 'changed.host.example.com',
      servers: ['imap', 'smtp'],
    },
    { domain: 'gone.host.example.com', displayDomain: 'gone.host.example.com', servers: ['imap', 'smtp'] },
    { domain: 'smtp.host.example.com', displayDomain: 'smtp.host.example.com', servers: ['smtp'] },
  ]);
  await api.call('PUT', '/v1/mail-settings/changed.host.example.com', {
    body: {
      domain: 'changed.host.example.com',
      kind: 'imap',
      imap: { host: 'old.example.com', port: 143 },
      smtp: { host: 'old.example.com', port: 587 },
    },
  });
  await api.call('DELETE', '/v1/mail-settings/gone.host.example.com');
  expect(await run({ domains: seen.domains, ...action })).toMatchObject({
    state: 'done',
    domains: 4,
    processed: 4,
    changed: 2,
    failures: [
      { domain: 'changed.host.example.com', code: 'revision-is-stale' },
      { domain: 'gone.host.example.com', code: 'not-found' },
    ],
  });
  expect(await settings('both.host.example.com')).toMatchObject({
    revision: 2,
    imap: { host: 'new.example.com', port: 993, tls: 'implicit' },
    smtp: { host: 'new.example.com', port: 465, tls: 'implicit' },
    verification: { state: 'queued' },
  });
  expect(await settings('smtp.host.example.com')).toMatchObject({
    imap: { host: 'imap.example.com' },
    smtp: { host: 'new.example.com' },
  });
  expect(await settings('changed.host.example.com')).toMatchObject({ imap: { host: 'old.example.com' } });
  expect(await audit('search=both.host')).toMatchObject([
    { action: 'mail-settings.updated', before: { imap: { host: 'old.example.com' } } },
    { action: 'mail-settings.created' },
  ]);
  expect(await audit('action=bulk-change.started')).toMatchObject([
    { subject: 'set-host', after: { from: 'old.example.com', to: 'new.example.com', domains: 4 } },
  ]);
});

test('R7 Exchange settings, attempts and servers that were not chosen keep their hosts, and are reported', async () => {
  await add(imap('imap-only.example.com', 'a.example.com'), exchange('exchange-only.example.com'));
  await elsewhere.query(
    `insert into mail_settings (id, account_id, domain, display_domain, kind, imap_host, imap_port, imap_tls, smtp_host,
       smtp_port, smtp_tls, origin, created_by, updated_by)
     values (gen_random_uuid(), $1, 'tried.example.com', 'tried.example.com', 'imap', 'a.example.com', 993, 'implicit',
       'a.example.com', 465, 'implicit', 'attempt', 'user', 'user')`,
    [api.account.id],
  );
  const domains = ['exchange-only.example.com', 'imap-only.example.com', 'tried.example.com'];
  const action = { action: 'set-host', from: 'a.example.com', to: 'b.example.com', servers: ['imap'] };
  expect(await run({ domains: domains.map((domain) => ({ domain })), ...action })).toMatchObject({
    changed: 1,
    failures: [
      { domain: 'exchange-only.example.com', code: 'host-not-used' },
      { domain: 'tried.example.com', code: 'user-attempt' },
    ],
  });
  expect(await settings('imap-only.example.com')).toMatchObject({
    imap: { host: 'b.example.com' },
    smtp: { host: 'a.example.com' },
  });
  expect(await settings('exchange-only.example.com')).toMatchObject({ kind: 'exchange', revision: 1 });
  expect(await settings('tried.example.com')).toMatchObject({ origin: 'attempt' });
});

test('verifications of all domains that match are queued, those that wait already are left out', async () => {
  const domains = names('verify', 3);
  await add(...domains.map(exchange));
  await finish(domains[0]!, domains[1]!);
  const seen = await preview({ filter: { search: 'verify0' }, action: 'verify' });
  expect(seen).toMatchObject({ selected: 3, domains: [{ domain: domains[0] }, { domain: domains[1] }] });
  expect(await run({ domains: seen.domains, action: 'verify' })).toMatchObject({ changed: 2, failures: [] });
  const { data } = (await api.call('GET', `/v1/mail-settings/${domains[0]}/verifications`)).body;
  expect(data.map(({ trigger, state }) => [trigger, state])).toEqual([
    ['manual', 'queued'],
    ['save', expect.any(String)],
  ]);
  expect(await settings(domains[0]!)).toMatchObject({
    revision: 1,
    verification: { state: 'queued', id: data[0]!.id },
  });
});

test('deleted domains are in the audit with what they were, and a domain that was edited meanwhile stays', async () => {
  const domains = names('delete', 230);
  await add(...domains.map(exchange));
  const seen = await preview({ filter: { search: 'delete0' }, action: 'delete' });
  expect(seen.domains).toHaveLength(230);
  await elsewhere.query(`update mail_settings set revision = 2 where domain = $1`, [domains[150]]);
  expect(await run({ domains: seen.domains, action: 'delete' })).toMatchObject({
    state: 'done',
    processed: 230,
    changed: 229,
    failures: [{ domain: domains[150], code: 'revision-is-stale' }],
  });
  const count = (await api.call('GET', '/v1/mail-settings/count?search=delete0')).body;
  expect(count['total']).toBe(1);
  expect(await audit('action=mail-settings.deleted&search=delete0000')).toMatchObject([
    { before: { kind: 'exchange', exchange: { url: 'https://mail.example.com/EWS/Exchange.asmx' } } },
  ]);
});

// cspell:ignore München
test('a change names domains as people write them, without revisions', async () => {
  await add(
    imap('xn--mnchen-3ya.host.example.com', 'old.example.com'),
    imap('plain.host.example.com', 'old.example.com'),
  );
  const named = { domains: ['München.host.example.com', 'plain.host.example.com.'], action: 'delete' };
  expect(await run(named)).toMatchObject({ state: 'done', domains: 2, changed: 2, failures: [] });
});

test('a change is stopped after the batch that it is in, and an account has one at a time', async () => {
  const domains = names('stop', 250);
  await add(...domains.map(exchange));
  const holder = new Client({ connectionString: api.testDatabase.superuserConnectionString });
  await holder.connect();
  await holder.query('begin');
  await holder.query('select 1 from mail_settings where domain = $1 for update', [domains[120]]);
  const started = await bulk({ filter: { search: 'stop0' }, action: 'delete' });
  const location = String(started.headers['location']);
  await waitUntil(async () => (await api.call('GET', location)).body['processed'] === 100);
  expect(await bulk({ filter: { search: 'stop0' }, action: 'verify' })).toMatchObject({
    status: 409,
    body: { code: 'conflict' },
  });
  expect((await api.call('POST', `${location}/stop`)).status).toBe(202);
  await holder.end();
  const end = await ended(location);
  expect(end).toMatchObject({ state: 'stopped', domains: 250, changed: end['processed'], failures: [] });
  const left = Number((await api.call('GET', '/v1/mail-settings/count?search=stop0')).body['total']);
  // The second batch waits for the lock for 2 s at most.
  expect([50, 150]).toContain(left);
  expect(Number(end['processed']) + left).toBe(250);
});

test('a change whose process was lost is interrupted, says how far it came, and makes room for the next one', async () => {
  const id = '0199aa00-0000-7000-8000-000000000001';
  await elsewhere.query(
    `insert into bulk_change (id, account_id, action, domains, processed, changed, lease_until)
     values ($1, $2, 'delete', 300, 100, 100, now() - interval '1 second')`,
    [id, api.account.id],
  );
  expect(await run({ domains: [{ domain: 'nothing.example.com' }], action: 'delete' })).toMatchObject({
    failures: [{ domain: 'nothing.example.com', code: 'not-found' }],
  });
  const { body } = await api.call('GET', `/v1/bulk-changes/${id}`);
  expect(body).toMatchObject({ state: 'interrupted', processed: 100, finishedAt: expect.any(String) });
  await deleteExpired(api.database, { auditRetentionDays: 365 });
  expect((await api.call('GET', `/v1/bulk-changes/${id}`)).status).toBe(404);
});

test('a filter without conditions is previewed and never carried out, and a body names one selection', async () => {
  expect((await preview({ filter: {}, action: 'delete' })).selected).toBeGreaterThan(0);
  const refused = await bulk({ filter: {}, action: 'delete' });
  expect([refused.status, refused.body.errors[0]]).toMatchObject([400, { path: 'filter', code: 'required' }]);
  for (const body of [
    { action: 'delete' },
    { action: 'delete', filter: { kind: 'imap' }, domains: [{ domain: 'example.com' }] },
    { action: 'delete', domains: [] },
    { action: 'set-host', filter: { kind: 'imap' }, from: 'old.example.com', to: 'https://new.example.com/' },
  ])
    expect([(await bulk(body)).status, body]).toEqual([400, body]);
});

test('chosen domains are exported as a file that an import accepts', async () => {
  const domains = names('export', 3);
  await add(...domains.map(exchange));
  const { body: file } = await api.call('POST', '/v1/mail-settings/export?format=csv', {
    body: { domains: [{ domain: domains[2] }, { domain: domains[0] }] },
  });
  const [header, ...rows] = String(file).trim().split('\r\n');
  expect(header).toContain('domain,kind');
  expect(rows.map((row) => row.split(',')[0])).toEqual([domains[0], domains[2]]);
});
