import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { inAccount } from '@postern/database/database';
import { startTestApi, type Answer, type TestApi } from '@postern/test/api/start-test-api';
import { Client } from 'pg';
import { Rations } from '../turns/rations.js';

const [shown, hidden] = ['shown.example.com', 'hidden.example.com'];
const hook = 'https://hooks.hidden-receiver.example.com/secret-path';
const dayMs = 86_400_000;
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({
    settings: { trustedProxies: ['127.0.0.1'], publicOrigin: 'https://postern.example.com' },
  });
  for (const domain of [shown, hidden]) {
    const server = (name: string, port: number) => ({ host: `${name}.${domain}`, port });
    const body = { domain, kind: 'imap', imap: server('imap', 993), smtp: server('smtp', 465) };
    expect((await api.call('POST', '/v1/mail-settings', { body })).status).toBe(201);
  }
  await api.call('POST', '/v1/webhooks', { body: { url: hook, events: 'all' } });
});
afterAll(() => api.stop());

const inDays = (days: number) => new Date(Date.now() + days * dayMs).toISOString();
const create = (body: object = {}, token = api.account.tokens['account-access']) =>
  api.call('POST', '/v1/links', { token, body: { expiresAt: inDays(14), ...body } });
const secretIn = ({ body }: Answer) => String(body['url']).split('#')[1]!;
const newLink = async (body?: object) => {
  const made = await create(body);
  return { id: made.body.id, secret: secretIn(made) };
};
let clients = 0;
/** Calls a route with the secret of a link, from a new client address unless one is given. */
const open = (secret: string, method: string, url: string, body?: unknown, from?: string) =>
  api.call(method, url, {
    token: secret,
    body,
    headers: {
      'x-forwarded-for': from ?? `2001:db8:${(clients += 1).toString(16)}::1`,
      'x-forwarded-proto': 'https',
    },
  });
const listed = async (id: string) =>
  (await api.call('GET', '/v1/links')).body.data.find((row) => row.id === id);

describe('a link for IT', () => {
  test('is made once with an address whose secret is in the fragment, and is stored as a hash only', async () => {
    const made = await create({ domains: [shown, shown] });
    expect([made.status, made.headers['location']]).toEqual([201, `/v1/links/${made.body.id}`]);
    expect(made.body).toEqual({
      id: expect.any(String),
      url: expect.stringMatching(/^https:\/\/postern\.example\.com\/it#link_[\w-]{43}$/),
      createdAt: expect.any(String),
      createdBy: 'first account-access',
      expiresAt: expect.any(String),
      domains: [shown],
      openedAt: null,
    });
    const secret = secretIn(made);
    const list = await api.call('GET', '/v1/links');
    expect(JSON.stringify(list.body)).not.toContain(secret.slice(5));
    const client = new Client({ connectionString: api.testDatabase.superuserConnectionString });
    await client.connect();
    const { rows } = await client.query('select l::text, k::text from link l, link_lookup k');
    await client.end();
    expect(JSON.stringify(rows)).not.toContain(secret.slice(5));
  });

  test('is made once for one Idempotency-Key, and its address is answered once', async () => {
    const body = { expiresAt: inDays(1) };
    const call = () =>
      api.call('POST', '/v1/links', {
        body,
        headers: { 'idempotency-key': 'one-link' },
      });
    const [first, second] = [await call(), await call()];
    expect(second.body.id).toBe(first.body.id);
    expect([typeof first.body['url'], typeof second.body['url']]).toEqual(['string', 'undefined']);
  });

  test.each([
    ['no end', { expiresAt: undefined }, 'expiresAt', 'required'],
    ['an end that has passed', { expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt', 'in-the-past'],
    ['an end in 91 days', { expiresAt: inDays(91) }, 'expiresAt', 'too-late'],
    ['an empty list of domains', { domains: [] }, 'domains', 'too-small'],
    ['a domain without settings', { domains: [shown, 'other.example.com'] }, 'domains[1]', 'unknown-domain'],
  ])('is refused with %s', async (_, body, path, code) => {
    const { status, body: answer } = await create(body);
    expect([status, answer.errors]).toEqual([400, [expect.objectContaining({ path, code })]]);
  });

  test('is not made by a token whose scopes lack what the link gives', async () => {
    const body = { name: 'writer', role: 'account-access', scopes: ['settings:write'] };
    const { token } = (await api.call('POST', '/v1/tokens', { body })).body;
    const refused = await create({}, token);
    expect([refused.status, refused.body['detail']]).toEqual([
      403,
      expect.stringContaining('allowlist:read'),
    ]);
  });

  test('tells who opens it what it is for, and is no token and no session', async () => {
    const { secret } = await newLink({ domains: [shown] });
    expect((await open(secret, 'GET', '/v1/links/own')).body).toEqual({
      account: 'first',
      createdBy: 'first account-access',
      expiresAt: expect.any(String),
      domains: [shown],
    });
    for (const url of [
      '/v1/me',
      '/v1/tokens',
      '/v1/links',
      '/v1/mail-settings',
      `/v1/mail-settings/${shown}`,
    ])
      expect([url, (await open(secret, 'GET', url)).status]).toEqual([url, 403]);
    const session = await api.call('POST', '/v1/session', { token: null, body: { token: secret } });
    expect(session.status).toBe(401);
    const basic = { authorization: `Basic ${Buffer.from(`feed:${secret}`).toString('base64')}` };
    const feed = await api.call('GET', '/v1/allowlist/version', { token: null, headers: basic });
    expect(feed.status).toBe(403);
  });

  test('answers everything with no-store and no referrer', async () => {
    const { secret } = await newLink();
    const answers = [
      await open(secret, 'GET', '/v1/allowlist?protocol=imap&format=text'),
      await open(secret, 'GET', '/v1/allowlist/version'),
      await open(secret, 'GET', '/v1/links/own'),
      await open(secret, 'POST', '/v1/firewall/handover', {}),
      await open(secret, 'GET', '/v1/mail-settings'),
    ];
    expect(
      answers.map(({ status, headers }) => [status, headers['cache-control'], headers['referrer-policy']]),
    ).toEqual([200, 200, 200, 200, 403].map((status) => [status, 'no-store', 'no-referrer']));
  });

  test('shows the sheet and the files of its domains only, and neither other servers nor receivers', async () => {
    const { secret } = await newLink({ domains: [shown] });
    const { data } = (await open(secret, 'GET', '/v1/firewall/targets')).body;
    expect(data.length).toBeGreaterThan(5);
    for (const { id } of data) {
      const rendered = await open(secret, 'POST', `/v1/firewall/${id}`, { webhooks: true });
      const told = JSON.stringify(rendered.body);
      expect([id, rendered.status]).toEqual([id, 200]);
      for (const text of ['hidden', hidden, 'secret-path']) {
        expect([id, told.includes(text)]).toEqual([id, false]);
      }
    }
    const sheet = await open(secret, 'POST', '/v1/firewall/handover', {});
    expect(JSON.stringify(sheet.body)).toContain(`imap.${shown}`);
  });

  test('answers another domain of the account like one that does not exist', async () => {
    const { secret } = await newLink({ domains: [shown] });
    const ask = async (domain: string) => {
      const { status, body } = await open(secret, 'POST', '/v1/firewall/nftables', { domains: [domain] });
      return [status, body.errors];
    };
    expect(await ask(hidden)).toEqual(await ask('nowhere.example.com'));
    expect(await ask(hidden)).toEqual([400, [expect.objectContaining({ code: 'unknown-domain' })]]);
    const match = async (destination: string) => {
      const flow = { source: '54.174.62.196', destination, port: 993 };
      return (await open(secret, 'POST', '/v1/firewall/match', flow)).body['action'];
    };
    expect([await match(`imap.${shown}`), await match(`imap.${hidden}`)]).toEqual(['allow', 'none']);
  });

  test('whose domains were all deleted shows none, never all', async () => {
    const domain = 'short-lived.example.com';
    const body = { domain, kind: 'exchange', exchange: { url: `https://mail.${domain}/EWS/Exchange.asmx` } };
    await api.call('POST', '/v1/mail-settings', { body });
    const { secret } = await newLink({ domains: [domain] });
    expect((await api.call('DELETE', `/v1/mail-settings/${domain}`)).status).toBe(204);
    const { body: rules } = await open(secret, 'POST', '/v1/firewall/handover', {});
    expect(JSON.stringify(rules)).not.toMatch(/(?:shown|hidden|short-lived)\.example\.com/);
  });

  test('records its first use once', async () => {
    const { id, secret } = await newLink();
    expect((await listed(id))!['openedAt']).toBeNull();
    await open(secret, 'POST', '/v1/firewall/nftables', {});
    const first = (await listed(id))!['openedAt'];
    expect(first).toEqual(expect.any(String));
    await open(secret, 'GET', '/v1/links/own');
    expect((await listed(id))!['openedAt']).toBe(first);
  });

  test('B7 is marked as applied with a name and a day, which the list and the audit show', async () => {
    const { id, secret } = await newLink();
    const apply = (body: object) => open(secret, 'POST', '/v1/links/applied', body);
    const date = inDays(-1).slice(0, 10);
    const answer = await apply({ name: 'Jane Doe', date });
    expect([answer.status, answer.body]).toEqual([
      200,
      expect.objectContaining({ appliedBy: 'Jane Doe', appliedOn: date }),
    ]);
    expect(await listed(id)).toMatchObject({ appliedBy: 'Jane Doe', appliedOn: date });
    expect((await apply({ name: 'John Roe' })).body['appliedOn']).toBe(inDays(0).slice(0, 10));
    expect(await listed(id)).toMatchObject({ appliedBy: 'John Roe' });
    const events = await api.call('GET', `/v1/audit-events?subject=${id}`);
    expect(events.body.data.map(({ action, ...event }) => [action, event['actor']])).toEqual([
      ['link.applied', 'link for IT: John Roe'],
      ['link.applied', 'link for IT: Jane Doe'],
      ['link.created', 'first account-access'],
    ]);
    expect(JSON.stringify(events.body)).not.toContain(secret.slice(5));
    const refused = [{ name: '' }, { name: 'a\u202eb' }, { name: 'Jane', date: inDays(3).slice(0, 10) }];
    for (const body of [...refused, { name: 'Jane', date: '0000-01-01' }, { name: 'Jane', more: 1 }])
      expect((await apply(body)).status).toBe(400);
    expect((await api.call('POST', '/v1/links/applied', { body: { name: 'Jane' } })).status).toBe(403);
  });

  test('takes 20 answers at once, because each is kept for months, and reads on', async () => {
    const { id, secret } = await newLink();
    const apply = () => open(secret, 'POST', '/v1/links/applied', { name: 'Jane Doe' });
    for (let count = 0; count < 19; count += 1) api.app.get(Rations).count('answers-of-a-link', id);
    expect((await apply()).status).toBe(200);
    expect((await apply()).status).toBe(429);
    expect((await open(secret, 'GET', '/v1/links/own')).status).toBe(200);
  });

  test('ends when it is revoked or expires, and is not revoked by another account', async () => {
    const { id, secret } = await newLink();
    const stranger = { token: api.other.tokens['super-admin'] };
    expect((await api.call('DELETE', `/v1/links/${id}`, stranger)).status).toBe(404);
    expect((await api.call('GET', '/v1/links', stranger)).body.data).toEqual([]);
    expect((await open(secret, 'GET', '/v1/links/own')).status).toBe(200);
    expect((await api.call('DELETE', `/v1/links/${id}`)).status).toBe(204);
    expect((await open(secret, 'GET', '/v1/links/own')).status).toBe(401);
    expect((await api.call('DELETE', `/v1/links/${id}`)).status).toBe(404);
    const late = await newLink();
    const em = inAccount(api.database, api.account.id);
    await em.execute('update link_lookup set expires_at = now() where link_id = ?', [late.id]);
    expect((await open(late.secret, 'GET', '/v1/links/own')).status).toBe(401);
  });

  test('outlives the token that made it', async () => {
    const body = { name: 'leaving', role: 'account-access' };
    const maker = (await api.call('POST', '/v1/tokens', { body })).body;
    const secret = secretIn(await create({}, maker.token));
    expect((await api.call('DELETE', `/v1/tokens/${maker.id}`)).status).toBe(204);
    expect((await open(secret, 'GET', '/v1/links/own')).body).toMatchObject({ createdBy: 'leaving' });
  });

  test('is limited in how often it is used, by link and by client address', async () => {
    const { id, secret } = await newLink();
    const ask = async (from?: string) => {
      const { status, headers } = await open(secret, 'GET', '/v1/links/own', undefined, from);
      return [status, headers['ratelimit-policy']];
    };
    const rations = api.app.get(Rations);
    for (let count = 0; count < 600; count += 1) rations.count('requests-with-links', '203.0.113.9');
    expect(await ask('203.0.113.9')).toEqual([429, expect.stringContaining('requests-with-links')]);
    expect(await ask()).toEqual([200, undefined]);
    for (let count = 0; count < 300; count += 1) rations.count('requests-of-a-link', id);
    expect(await ask()).toEqual([429, expect.stringContaining('requests-of-a-link')]);
  });
});
