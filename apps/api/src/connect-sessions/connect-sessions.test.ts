import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { inAccount } from '@postern/database/database';
import { newId } from '@postern/database/id';
import { startTestApi, type Answer, type TestApi } from '@postern/test/api/start-test-api';
import { isEmbeddable } from '../access/permission.js';
import { listRoutes } from '../docs/route-table.js';
import { Rations } from '../turns/rations.js';
import { deleteExpired } from '../housekeeping/delete-expired.js';

const origin = 'https://app.example.com';
const email = 'jane@example.com';
const credentials = { password: 'a password' };
const servers = {
  kind: 'exchange',
  exchange: { url: 'https://mail.example.com/EWS/Exchange.asmx' },
} as const;
const populateJane = `/v1/populate?email=${email}`;

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ settings: { trustedProxies: ['127.0.0.1'] } });
});
afterAll(() => api.stop());

/** The answer to a request for a connect session; the role by default that of a host product's server. */
function ask(body: object, token = api.account.tokens.member, headers = {}): Promise<Answer> {
  return api.call('POST', '/v1/connect-sessions', { token, body, headers });
}

async function newSecret(wanted: { email?: string; origin?: string } = {}, token?: string): Promise<string> {
  const { status, body } = await ask({ email, origin, ...wanted }, token);
  expect(status).toBe(201);
  return String(body.clientSecret);
}

type Sent = {
  readonly body?: object;
  readonly from?: string | null;
  readonly headers?: Record<string, string>;
};

/** Calls a route as a page would, by default one of the right origin. */
function callFrom(secret: string, method: string, url: string, sent: Sent = {}): Promise<Answer> {
  const { body, from = origin, headers } = sent;
  return api.call(method, url, {
    token: secret,
    ...(body === undefined ? {} : { body }),
    headers: { ...(from === null ? {} : { origin: from }), ...headers },
  });
}

function preflight(url: string, from: string, method = 'GET'): Promise<Answer> {
  const headers = {
    origin: from,
    'access-control-request-method': method,
    'access-control-request-headers': 'authorization',
  };
  return api.call('OPTIONS', url, { token: null, headers });
}

const outcome = ({ status, body }: Answer) => [status, body.code];
const allowed = ({ headers }: Answer) => headers['access-control-allow-origin'];

test('the secret is returned once, for 15 minutes, and stored as a hash; the audit names address and origin', async () => {
  const { body } = await ask({ email: 'Jane@EXAMPLE.com', origin });
  expect(body.clientSecret).toMatch(/^connect_[\w-]{43}$/);
  const minutes = (Date.parse(String(body.expiresAt)) - Date.now()) / 60_000;
  expect(Math.round(minutes)).toBe(15);
  const rows = await api.database.em
    .fork()
    .execute<object[]>('select connect_session::text as row from connect_session');
  const { body: audit } = await api.call('GET', '/v1/audit-events?action=connect-session.created');
  expect(audit.data[0]).toMatchObject({
    actor: 'first member',
    after: { email: 'Jane@example.com', origin, expiresAt: body.expiresAt },
  });
  expect(JSON.stringify([rows, audit])).not.toContain(String(body.clientSecret).slice(8));
  expect(JSON.stringify(rows)).not.toContain('example.com"'); // The address is a hash there.
  const { body: tokens } = await api.call('GET', '/v1/tokens');
  expect(tokens.data.map(({ role }) => role).toSorted()).toEqual([
    'account-access',
    'member',
    'network',
    'super-admin',
  ]);
});

test.each([
  ['https://app.example.com/', 'origin-malformed', origin],
  ['https://APP.example.com', 'origin-malformed', origin],
  ['https://app.example.com:443', 'origin-malformed', origin],
  ['https://jane@app.example.com', 'origin-malformed', origin],
  ['http://app.example.com', 'origin-not-https', origin],
  ['http://localhost.example.com', 'origin-not-https', 'https://localhost.example.com'],
  ['https://*.example.com', 'origin-malformed', undefined],
  ['*', 'origin-malformed', undefined],
  ['null', 'origin-malformed', undefined],
  ['blob:https://app.example.com/1', 'origin-malformed', undefined],
])('the origin %s is refused', async (wanted, code, suggestion) => {
  const { status, body } = await ask({ email, origin: wanted });
  expect([status, body.errors[0]]).toMatchObject([400, { path: 'origin', code }]);
  expect((body.errors[0] as { suggestion?: string }).suggestion).toBe(suggestion);
});

test.each(['http://localhost:5173', 'http://127.0.0.1:8080', 'http://[::1]:8080', 'http://shop.localhost'])(
  'the loopback origin %s may be http',
  async (loopback) => {
    expect((await ask({ email, origin: loopback })).status).toBe(201);
  },
);

test('its holder populates and connects its own address, and reads what it started', async () => {
  const secret = await newSecret();
  const populated = await callFrom(secret, 'GET', populateJane);
  expect([populated.status, populated.body.match, allowed(populated)]).toEqual([200, 'none', origin]);
  expect(populated.headers['access-control-allow-credentials']).toBeUndefined();
  const body = { email, settings: servers, credentials };
  const headers = { 'idempotency-key': 'once' };
  const started = await callFrom(secret, 'POST', '/v1/connections', { body, headers });
  expect(started.status).toBe(202);
  const again = await callFrom(secret, 'POST', '/v1/connections', { body, headers });
  expect(again.body.id).toBe(started.body.id);
  const { id } = started.body;
  expect((await callFrom(secret, 'GET', `/v1/verifications/${id}`)).status).toBe(200);
  const em = inAccount(api.database, api.account.id);
  await em.execute(`update verification set state = 'passed', finished_at = now() where id = ?`, [id]);
  const events = await callFrom(secret, 'GET', `/v1/verifications/${id}/events`);
  expect([events.status, allowed(events)]).toEqual([200, origin]);
  // R9: the attempt is in the admin's list, and nobody's form is filled with it.
  const { body: attempt } = await api.call('GET', '/v1/mail-settings/example.com');
  expect(attempt).toMatchObject({ origin: 'attempt', createdBy: 'first member (connect session)' });
  expect((await callFrom(secret, 'GET', populateJane)).body.match).toBe('none');
  // Neither another session of the same address nor the token that asked for both reads it.
  const other = await newSecret();
  expect(outcome(await callFrom(other, 'GET', `/v1/verifications/${id}`))).toEqual([404, 'not-found']);
  const apart = await callFrom(other, 'POST', '/v1/connections', { body, headers });
  expect(apart.body.id).not.toBe(id);
});

test('another address is refused, of the same domain too, and a discovery of a whole domain', async () => {
  const secret = await newSecret();
  for (const other of ['john@example.com', 'jane@example.org', 'JANE@example.com']) {
    const connected = { body: { email: other, settings: servers, credentials } };
    expect(outcome(await callFrom(secret, 'GET', `/v1/populate?email=${other}`))).toEqual([403, 'forbidden']);
    expect(outcome(await callFrom(secret, 'POST', '/v1/connections', connected))).toEqual([403, 'forbidden']);
    const discovery = { body: { email: other } };
    expect(outcome(await callFrom(secret, 'POST', '/v1/discoveries', discovery))).toEqual([403, 'forbidden']);
  }
  const domain = { body: { domain: 'example.com' } };
  expect(outcome(await callFrom(secret, 'POST', '/v1/discoveries', domain))).toEqual([403, 'forbidden']);
  expect((await callFrom(secret, 'POST', '/v1/discoveries', { body: { email } })).status).toBe(202);
});

test('every route but those for connect sessions is refused and has no CORS', async () => {
  const secret = await newSecret();
  const embeddable: string[] = [];
  for (const { method, path, access } of listRoutes(api.app)) {
    const name = `${method} ${path}`;
    const url = path.replaceAll(/:\w+/g, newId());
    const asked = await preflight(url, origin, method);
    if (isEmbeddable(access)) {
      embeddable.push(name);
      expect([name, asked.status, allowed(asked)]).toEqual([name, 204, origin]);
      expect(String(asked.headers['access-control-allow-methods'])).toContain(method);
      continue;
    }
    expect([name, allowed(asked)]).toEqual([name, undefined]);
    // A caller from loopback needs no permission for /metrics.
    if (access?.kind === 'public' || path === '/metrics') continue;
    const isRead = method === 'GET' || method === 'DELETE';
    const answer = await callFrom(secret, method, url, isRead ? {} : { body: { unknown: true } });
    expect([name, ...outcome(answer), allowed(answer)]).toEqual([name, 403, 'forbidden', undefined]);
  }
  expect(embeddable.toSorted()).toEqual([
    'GET /v1/discoveries/:id',
    'GET /v1/discoveries/:id/events',
    'GET /v1/populate',
    'GET /v1/verifications/:id',
    'GET /v1/verifications/:id/events',
    'POST /v1/connections',
    'POST /v1/discoveries',
  ]);
});

test('pages of other origins get nothing, whatever the headers of a proxy say', async () => {
  const secret = await newSecret();
  const forged = {
    'x-forwarded-host': 'app.example.com',
    'x-forwarded-proto': 'https',
    'x-forwarded-origin': origin,
    referer: `${origin}/`,
  };
  for (const from of ['https://evil.example.com', 'null', 'http://app.example.com', `${origin}:444`, null]) {
    for (const headers of [{}, forged]) {
      for (const url of [populateJane, `/v1/verifications/${newId()}`]) {
        const answer = await callFrom(secret, 'GET', url, { from, headers });
        expect([from, ...outcome(answer)]).toEqual([from, 403, 'origin-mismatch']);
        expect(allowed(answer)).toBeUndefined();
      }
    }
    if (from === null) continue;
    const asked = await preflight('/v1/populate', from);
    expect([from, asked.status, allowed(asked)]).toEqual([from, 404, undefined]);
  }
});

test('a secret of another origin is refused even if that origin has secrets of its own, and a token gets no CORS', async () => {
  const [mine, theirs] = [await newSecret(), await newSecret({ origin: 'https://other.example.com' })];
  for (const [secret, from] of [
    [mine, 'https://other.example.com'],
    [theirs, origin],
  ] as const) {
    const answer = await callFrom(secret, 'GET', populateJane, { from });
    expect([...outcome(answer), allowed(answer)]).toEqual([403, 'origin-mismatch', undefined]);
  }
  const byToken = await callFrom(api.account.tokens.member, 'GET', populateJane);
  expect([byToken.status, allowed(byToken)]).toEqual([200, undefined]);
});

test('it opens no session of a browser, and no operator’s header moves it to another account', async () => {
  const secret = await newSecret();
  const session = await api.call('POST', '/v1/session', { token: null, body: { token: secret } });
  expect(outcome(session)).toEqual([401, 'unauthenticated']);
  const id = await newSecret({ email: 'jane@moved.example.com' }, api.other.tokens.member);
  const moved = await callFrom(id, 'GET', '/v1/populate?email=jane@moved.example.com', {
    headers: { 'postern-account': api.account.id },
  });
  expect([moved.status, moved.body.match]).toEqual([200, 'none']);
});

test('plain http is refused before the secret is looked up, except from loopback', async () => {
  const secret = await newSecret();
  const headers = { 'x-forwarded-for': '192.0.2.7', 'x-forwarded-proto': 'http' };
  const answer = await callFrom(secret, 'GET', populateJane, { headers });
  expect(outcome(answer)).toEqual([403, 'https-required']);
});

test('it ends with the token that asked for it, with its own time, and housekeeping deletes it', async () => {
  const { body: token } = await api.call('POST', '/v1/tokens', {
    body: { name: 'shop', role: 'member', expiresAt: new Date(Date.now() + 60_000).toISOString() },
  });
  const { body } = await ask({ email, origin }, token.token);
  // The token ends in a minute, and the secret with it.
  expect(Date.parse(String(body.expiresAt))).toBeLessThanOrEqual(Date.now() + 60_000);
  const ofToken = String(body.clientSecret);
  expect((await callFrom(ofToken, 'GET', populateJane)).status).toBe(200);
  await api.call('DELETE', `/v1/tokens/${token.id}`);
  const revoked = await callFrom(ofToken, 'GET', populateJane);
  expect(outcome(revoked)).toEqual([401, 'unauthenticated']);

  const ended = 'https://ended.example.com';
  const secret = await newSecret({ origin: ended });
  const em = api.database.em.fork();
  await em.execute('update connect_session set expires_at = now() where origin = ?', [ended]);
  // The page may read that its secret has ended.
  const late = await callFrom(secret, 'GET', populateJane, { from: ended });
  expect([...outcome(late), allowed(late)]).toEqual([401, 'unauthenticated', ended]);
  await deleteExpired(api.database, { auditRetentionDays: 365 });
  const left = await em.execute<object[]>('select origin from connect_session where origin = ?', [ended]);
  expect(left).toEqual([]);
  expect(allowed(await preflight('/v1/populate', ended))).toBeUndefined();
});

test('an operator makes one for the account that it names, and a firewall’s token none', async () => {
  const unnamed = await ask({ email, origin }, api.operatorToken);
  expect(outcome(unnamed)).toEqual([400, 'account-needed']);
  const named = await ask({ email, origin }, api.operatorToken, { 'postern-account': api.other.id });
  expect(named.status).toBe(201);
  const network = await ask({ email, origin }, api.account.tokens.network);
  expect(outcome(network)).toEqual([403, 'forbidden']);
});

test('an account that asked a thousand times is told how long to wait, and others are not', async () => {
  const rations = api.app.get(Rations);
  for (let asked = 0; asked < 1000; asked += 1) rations.count('connect-sessions', api.other.id);
  const refused = await ask({ email, origin }, api.other.tokens.member);
  expect([refused.status, Number(refused.headers['retry-after'])]).toEqual([429, expect.any(Number)]);
  expect((await ask({ email, origin })).status).toBe(201);
});
