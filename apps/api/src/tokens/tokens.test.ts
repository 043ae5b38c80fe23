import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const create = (body: object, token?: string) =>
  api.call('POST', '/v1/tokens', { body, ...(token === undefined ? {} : { token }) });
const me = (token: string) => api.call('GET', '/v1/me', { token });

describe('a token', () => {
  test('is shown once, is valid at once, and is invalid as soon as it is revoked', async () => {
    const created = await create({ name: 'CRM sync', role: 'account-access' });
    expect(created.body).toEqual({
      id: expect.any(String),
      name: 'CRM sync',
      role: 'account-access',
      token: expect.stringMatching(/^postern_[\w-]{43}$/),
    });
    const secret = created.body.token;
    expect((await me(secret)).body).toMatchObject({
      role: 'account-access',
      account: { id: api.account.id },
    });
    const { body } = await api.call('GET', '/v1/tokens?limit=200');
    expect(JSON.stringify(body)).not.toContain(secret);
    expect((await api.call('DELETE', `/v1/tokens/${created.body.id}`)).status).toBe(204);
    expect((await me(secret)).status).toBe(401);
    expect((await api.call('DELETE', `/v1/tokens/${created.body.id}`)).status).toBe(404);
  });

  test('is invalid after it has expired', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const created = await create({ name: 'short', role: 'member', expiresAt });
    const secret = created.body.token;
    expect((await me(secret)).status).toBe(200);
    await asSuperuser(`update token_lookup set expires_at = now() where token_id = $1`, [created.body.id]);
    expect((await me(secret)).status).toBe(401);
    const past = await create({ name: 'past', role: 'member', expiresAt: '2020-01-01T00:00:00Z' });
    expect(past.body.errors).toEqual([expect.objectContaining({ path: 'expiresAt', code: 'in-the-past' })]);
  });

  test('never has a role above that of its maker, and never that of an operator', async () => {
    expect((await create({ name: 'x', role: 'member' }, api.account.tokens['account-access'])).status).toBe(
      403,
    );
    expect((await create({ name: 'x', role: 'operator' })).body.errors).toEqual([
      expect.objectContaining({ path: 'role', code: 'role-not-of-an-account' }),
    ]);
  });

  test('of another account is not found', async () => {
    const { body } = await create({ name: 'mine', role: 'member' });
    const token = api.other.tokens['super-admin'];
    expect((await api.call('DELETE', `/v1/tokens/${body.id}`, { token })).status).toBe(404);
    expect((await me(body.token)).status).toBe(200);
  });

  test('is stored as a hash only', async () => {
    const { body } = await create({ name: 'hashed', role: 'member' });
    const rows = await asSuperuser(
      `select t::text || l::text as text from token t join token_lookup l on token_id = id`,
      [],
    );
    expect(rows.map(({ text }) => text).join()).not.toContain(body.token.slice(8));
  });

  test('has a time of last use, without a write for each request', async () => {
    const { body } = await create({ name: 'used', role: 'member' });
    const lastUse = async () => {
      const [row] = await asSuperuser('select last_used_at from token where id = $1', [body.id]);
      return row!.last_used_at;
    };
    await me(body.token);
    expect(await lastUse()).toBeNull();
    const list = await api.call('GET', '/v1/tokens?limit=200');
    expect(list.body.data.find(({ id }) => id === body.id)).toMatchObject({ lastUsedAt: expect.any(String) });
    expect(await lastUse()).toBeInstanceOf(Date);
  });
});

test('B7 making and revoking tokens is audited, without the secret', async () => {
  const { body } = await create({ name: 'audited', role: 'member' });
  await api.call('DELETE', `/v1/tokens/${body.id}`);
  const events = await api.call('GET', `/v1/audit-events?subject=${body.id}`);
  expect(events.body.data.map(({ action }) => action)).toEqual(['token.revoked', 'token.created']);
  expect(JSON.stringify(events.body)).not.toContain(body.token);
});

describe('failed authentication', () => {
  test('calls without a valid token are limited to 60 a minute for each client address, headers say so, and a valid token is still accepted', async () => {
    const limited = await startTestApi();
    try {
      const answers = [];
      for (let attempt = 1; attempt <= 62; attempt += 1) {
        answers.push(await limited.call('GET', '/v1/me', { token: `postern_guess_${attempt}` }));
      }
      expect(answers.map(({ status }) => status)).toEqual([...Array<number>(60).fill(401), 429, 429]);
      expect(answers[0]!.headers).toMatchObject({
        'ratelimit-policy': '"failed-authentication";q=60;w=60',
        ratelimit: expect.stringMatching(/^"failed-authentication";r=59;t=\d+$/),
      });
      expect(answers[60]!.headers['retry-after']).toMatch(/^\d+$/);
      expect(answers[60]!.body.code).toBe('too-many-requests');
      const session = await limited.call('POST', '/v1/session', {
        token: null,
        body: { token: 'postern_guess' },
      });
      expect(session.status).toBe(429);
      expect((await limited.call('GET', '/v1/me')).status).toBe(200);
      expect((await limited.call('GET', '/v1/me', { token: null })).status).toBe(401);
    } finally {
      await limited.stop();
    }
  });
});

describe('a feed reader that cannot send Bearer', () => {
  const basic = (secret: string) => `Basic ${Buffer.from(`feed:${secret}`).toString('base64')}`;

  test('may send a network token as the password of Basic authentication when it reads the allowlist', async () => {
    const feed = (secret: string, method = 'GET') =>
      api.call(method, '/v1/allowlist/version', { token: null, headers: { authorization: basic(secret) } });
    expect((await feed(api.account.tokens.network)).status).toBe(200);
    expect((await feed('postern_unknown')).status).toBe(401);
    const put = await api.call('PUT', '/v1/allowlist', {
      token: null,
      headers: { authorization: basic(api.operatorToken) },
      body: {},
    });
    expect(put.status).toBe(401);
  });

  test('may not use Basic authentication on other routes', async () => {
    for (const url of ['/v1/me', '/v1/mail-settings', '/v1/tokens']) {
      const headers = { authorization: basic(api.account.tokens['super-admin']) };
      expect((await api.call('GET', url, { token: null, headers })).status).toBe(401);
    }
  });
});

test.each(['Bearer', 'Bearer a b', 'Token x', 'Bearer \u00e4', 'Basic %%%'])(
  'the header “%s” is 401',
  async (authorization) => {
    expect((await api.call('GET', '/v1/me', { token: null, headers: { authorization } })).status).toBe(401);
  },
);

async function asSuperuser(statement: string, values: unknown[]): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: api.testDatabase.superuserConnectionString });
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(statement, values);
  await client.end();
  return rows;
}

test('a loop that makes tokens is refused with Retry-After', async () => {
  const headers = { 'postern-account': api.other.id };
  const make = () =>
    api.call('POST', '/v1/tokens', {
      token: api.operatorToken,
      headers,
      body: { name: 'loop', role: 'member' },
    });
  let answer = await make();
  for (let count = 0; count < 250 && answer.status === 201; count += 1) answer = await make();
  expect([answer.status, answer.headers['retry-after']]).toEqual([429, '1']);
});
