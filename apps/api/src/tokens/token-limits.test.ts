import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { asOperator, inAccount } from '@postern/database/database';
import { createSignInCode } from '@postern/database/sign-in-code';
import { startTestApi, type Answer, type TestApi } from '@postern/test/api/start-test-api';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi({ settings: { trustedProxies: ['127.0.0.1'] } });
});
afterAll(() => api.stop());

const create = (body: object, token?: string) =>
  api.call('POST', '/v1/tokens', {
    body: { name: 'limited', ...body },
    ...(token === undefined ? {} : { token }),
  });
const secretOf = async (body: object) => (await create(body)).body.token;
const as = (token: string, url: string, from = '192.0.2.7') =>
  api.call('GET', url, { token, headers: { 'x-forwarded-for': from, 'x-forwarded-proto': 'https' } });
const listed = async (id: string) =>
  (await api.call('GET', '/v1/tokens?limit=200')).body.data.find((row) => row.id === id);

describe('scopes', () => {
  test('leave a token the named permissions of its role; the refusal names the missing one', async () => {
    const made = await create({ role: 'super-admin', scopes: ['allowlist:read', 'allowlist:read'] });
    expect(made.body).toMatchObject({ role: 'super-admin', scopes: ['allowlist:read'] });
    const { token } = made.body;
    expect((await as(token, '/v1/allowlist')).status).toBe(200);
    const refused = await as(token, '/v1/mail-settings');
    expect([refused.status, refused.body.code, refused.body['detail']]).toEqual([
      403,
      'forbidden',
      expect.stringContaining('settings:read'),
    ]);
    expect((await as(token, '/v1/me')).body).toMatchObject({
      permissions: ['allowlist:read', 'self:read'],
      scopes: ['allowlist:read'],
      sources: null,
    });
    expect(await listed(made.body.id)).toMatchObject({ scopes: ['allowlist:read'], sources: null });
  });

  test('also limit a session, and populate, which looks the token up by itself', async () => {
    const token = await secretOf({ role: 'account-access', scopes: ['settings:read'] });
    const signedIn = await api.call('POST', '/v1/session', { token: null, body: { token } });
    const cookie = String(signedIn.headers['set-cookie']).split(';')[0]!;
    const bySession = (url: string) => api.call('GET', url, { token: null, headers: { cookie } });
    expect((await bySession('/v1/mail-settings')).status).toBe(200);
    expect((await bySession('/v1/allowlist')).status).toBe(403);
    expect((await as(token, '/v1/populate?email=jane@example.com')).status).toBe(403);
  });

  test('show a caller without settings:read only the verifications that it started', async () => {
    const body = { domain: 'scoped.example.com', kind: 'exchange', exchange: { url: ewsUrl } };
    const { verification } = (await api.call('POST', '/v1/mail-settings', { body })).body;
    const token = await secretOf({ role: 'super-admin', scopes: ['mailbox:connect'] });
    expect((await as(token, `/v1/verifications/${verification.id}`)).status).toBe(404);
  });

  test.each([
    [
      'a permission that the role lacks',
      { role: 'network', scopes: ['allowlist:read', 'settings:read'] },
      'scopes[1]',
      'scope-not-of-role',
    ],
    [
      'a permission of operators',
      { role: 'super-admin', scopes: ['accounts:manage'] },
      'scopes[0]',
      'scope-not-of-role',
    ],
    [
      'a permission that does not exist',
      { role: 'member', scopes: ['everything'] },
      'scopes[0]',
      'not-a-choice',
    ],
    ['no permission at all', { role: 'member', scopes: [] }, 'scopes', 'too-small'],
    ['no prefix at all', { role: 'member', sources: [] }, 'sources', 'too-small'],
    ['a blank prefix', { role: 'member', sources: [''] }, 'sources[0]', 'prefix-malformed'],
    ['every address', { role: 'member', sources: ['0.0.0.0/0'] }, 'sources[0]', 'prefix-malformed'],
    [
      'a prefix with host bits',
      { role: 'member', sources: ['192.0.2.1/24'] },
      'sources[0]',
      'prefix-malformed',
    ],
    [
      'a mapped prefix',
      { role: 'member', sources: ['::ffff:192.0.2.0/120'] },
      'sources[0]',
      'prefix-malformed',
    ],
    [
      'more than 20 prefixes',
      { role: 'member', sources: Array.from({ length: 21 }, (_, n) => `192.0.2.${n}`) },
      'sources',
      'too-large',
    ],
  ])('refuse %s', async (_, body, path, code) => {
    const { status, body: answer } = await create(body);
    expect([status, answer.errors]).toEqual([400, [expect.objectContaining({ path, code })]]);
    if (code === 'scope-not-of-role')
      expect(answer.errors[0]!.message).toContain((body as { scopes: string[] }).scopes.at(-1)!);
  });
});

describe('a limited token', () => {
  test('makes and rotates no token that may do more than itself', async () => {
    const scopes = ['tokens:manage', 'allowlist:read'];
    const maker = await secretOf({ role: 'super-admin', scopes });
    const refused: Answer[] = [
      await create({ role: 'super-admin' }, maker),
      await create({ role: 'member' }, maker),
      await create({ role: 'account-access', scopes: ['settings:read'] }, maker),
    ];
    expect(refused.map(({ status }) => status)).toEqual([403, 403, 403]);
    expect(refused[1]!.body['detail']).toContain('mailbox:connect');
    expect((await create({ role: 'network' }, maker)).status).toBe(201);
    expect((await create({ role: 'super-admin', scopes }, maker)).status).toBe(201);
    const whole = (await create({ role: 'account-access' })).body;
    const rotated = await api.call('POST', `/v1/tokens/${whole.id}/rotate`, { token: maker });
    expect([rotated.status, rotated.body.token]).toEqual([403, undefined]);
  });

  test('makes no token that may be used from elsewhere', async () => {
    const maker = await secretOf({ role: 'super-admin', sources: ['127.0.0.0/16'] });
    expect((await create({ role: 'member' }, maker)).status).toBe(403);
    expect((await create({ role: 'member', sources: ['127.0.0.0/8'] }, maker)).status).toBe(403);
    expect((await create({ role: 'member', sources: ['127.0.3.0/24', '192.0.2.1'] }, maker)).status).toBe(
      403,
    );
    expect((await create({ role: 'member', sources: ['127.0.3.0/24'] }, maker)).status).toBe(201);
  });
});

describe('sources', () => {
  test('are canonical, and are compared with the address that the trusted proxy names', async () => {
    const made = await create({ role: 'member', sources: ['192.0.2.0/25', '2001:DB8::1', '192.0.2.0/25'] });
    expect(made.body).toMatchObject({ sources: ['192.0.2.0/25', '2001:db8::1/128'] });
    const from = async (address: string) => (await as(made.body.token, '/v1/me', address)).status;
    const inside = ['192.0.2.127', '::ffff:192.0.2.7', '2001:db8:0::1'];
    const outside = ['192.0.2.128', '2001:db8::2', '::192.0.2.7', '198.51.100.1'];
    expect(await Promise.all(inside.map(from))).toEqual([200, 200, 200]);
    expect(await Promise.all(outside.map(from))).toEqual([401, 401, 401, 401]);
    expect(await listed(made.body.id)).toMatchObject({ sources: ['192.0.2.0/25', '2001:db8::1/128'] });
  });

  test('answer a request from elsewhere as if the token were unknown, and count it as a failure', async () => {
    const token = await secretOf({ role: 'member', sources: ['192.0.2.0/25'] });
    const [known, unknown] = [
      await as(token, '/v1/me', '198.51.100.20'),
      await as('postern_unknown', '/v1/me', '198.51.100.20'),
    ];
    const shown = ({ body }: Answer) => ({ ...body, requestId: '' });
    expect(shown(known)).toEqual(shown(unknown));
    expect(known.headers['ratelimit']).toContain('r=59;');
    expect(unknown.headers['ratelimit']).toContain('r=58;');
    const populate = await as(token, '/v1/populate?email=jane@example.com', '198.51.100.21');
    expect(populate.status).toBe(401);
  });

  test('are checked when a session is opened and on each of its requests', async () => {
    const token = await secretOf({ role: 'member', sources: ['192.0.2.0/25'] });
    const open = (address: string) =>
      api.call('POST', '/v1/session', {
        token: null,
        body: { token },
        headers: { 'x-forwarded-for': address, 'x-forwarded-proto': 'https' },
      });
    expect((await open('198.51.100.30')).status).toBe(401);
    const opened = await open('192.0.2.9');
    const cookie = String(opened.headers['set-cookie']).split(';')[0]!;
    const me = (address: string) =>
      api.call('GET', '/v1/me', {
        token: null,
        headers: { cookie, 'x-forwarded-for': address, 'x-forwarded-proto': 'https' },
      });
    expect((await me('192.0.2.10')).status).toBe(200);
    expect((await me('198.51.100.30')).status).toBe(401);
  });
});

describe('the last use', () => {
  test('is shown with its address', async () => {
    const made = await create({ role: 'member' });
    expect(await listed(made.body.id)).toMatchObject({ lastUsedAt: null, lastUsedAddress: null });
    await as(made.body.token, '/v1/me', '::ffff:192.0.2.77');
    expect(await listed(made.body.id)).toMatchObject({
      lastUsedAt: expect.any(String),
      lastUsedAddress: '192.0.2.77',
    });
  });
});

test('a token that ends within 14 days says so', async () => {
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();
  const soon = (await create({ role: 'member', expiresAt: inDays(13.9) })).body;
  const late = (await create({ role: 'member', expiresAt: inDays(14.1) })).body;
  const flags = await Promise.all(
    [soon, late].map(async ({ id, token }) => [
      (await listed(id))!['expiresSoon'],
      (await as(token, '/v1/me')).body['expiresSoon'],
    ]),
  );
  expect(flags).toEqual([
    [true, true],
    [false, false],
  ]);
});

describe('a rotated token', () => {
  const rotate = (id: string, body?: object) => api.call('POST', `/v1/tokens/${id}/rotate`, { body });
  const end = async (secret: string) => (await as(secret, '/v1/me')).body['expiresAt'];

  test('has a new secret with the same role and limits; the old one stays valid for 24 hours', async () => {
    const limits = { scopes: ['allowlist:read'], sources: ['192.0.2.0/24'] };
    const made = await create({ role: 'member', ...limits });
    const rotated = await rotate(made.body.id);
    expect([rotated.status, rotated.body]).toEqual([
      200,
      {
        id: made.body.id,
        name: 'limited',
        role: 'member',
        ...limits,
        token: expect.stringMatching(/^postern_[\w-]{43}$/),
      },
    ]);
    expect(rotated.body.token).not.toBe(made.body.token);
    for (const secret of [made.body.token, rotated.body.token]) {
      expect((await as(secret, '/v1/me')).body).toMatchObject({ tokenId: made.body.id, ...limits });
      expect((await as(secret, '/v1/me', '198.51.100.1')).status).toBe(401);
    }
    const [{ hours }] = await asOperator(api.database).execute<[{ hours: number }]>(
      `select round(extract(epoch from expires_at - now()) / 3600)::int as hours
       from token_lookup where token_id = ? and expires_at is not null`,
      [made.body.id],
    );
    expect(hours).toBe(24);
    await asOperator(api.database).execute(
      'update token_lookup set expires_at = now() where token_id = ? and expires_at is not null',
      [made.body.id],
    );
    expect((await as(made.body.token, '/v1/me')).status).toBe(401);
    expect((await as(rotated.body.token, '/v1/me')).status).toBe(200);
    expect(await createSignInCode(api.database, made.body.token)).toBeNull();
  });

  test('without an overlap ends its old secret and its sessions at once', async () => {
    const made = (await create({ role: 'member' })).body;
    const signedIn = await api.call('POST', '/v1/session', { token: null, body: { token: made.token } });
    const cookie = String(signedIn.headers['set-cookie']).split(';')[0]!;
    const me = () => api.call('GET', '/v1/me', { token: null, headers: { cookie } });
    expect((await me()).status).toBe(200);
    const { token } = (await rotate(made.id, { overlapHours: 0 })).body;
    expect([(await as(made.token, '/v1/me')).status, (await me()).status]).toEqual([401, 401]);
    expect((await as(token, '/v1/me')).status).toBe(200);
  });

  test('keeps its end unless a new one is given, and never prolongs an old secret', async () => {
    const expiresAt = new Date(Date.now() + 3_600_000).toISOString();
    const made = (await create({ role: 'member', expiresAt })).body;
    const kept = (await rotate(made.id)).body;
    expect(await end(kept.token)).toBe(expiresAt);
    const later = new Date(Date.now() + 90 * 86_400_000).toISOString();
    const renewed = (await rotate(made.id, { expiresAt: later, overlapHours: 168 })).body;
    expect(await end(renewed.token)).toBe(later);
    const ends = await asOperator(api.database).execute<{ end: string }[]>(
      `select to_char(expires_at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as end
       from token_lookup where token_id = ? order by expires_at`,
      [made.id],
    );
    expect(ends.map((row) => row.end)).toEqual([expiresAt, expiresAt, later]);
    const past = await rotate(made.id, { expiresAt: '2020-01-01T00:00:00Z' });
    expect(past.body.errors).toEqual([expect.objectContaining({ path: 'expiresAt', code: 'in-the-past' })]);
    expect((await rotate(made.id, { overlapHours: 169 })).status).toBe(400);
  });

  test('B7 is audited without its secret, and is not found by another account', async () => {
    const made = (await create({ role: 'member' })).body;
    const { token } = (await rotate(made.id)).body;
    const events = await api.call('GET', `/v1/audit-events?subject=${made.id}`);
    expect(events.body.data.map(({ action }) => action)).toEqual(['token.rotated', 'token.created']);
    expect(JSON.stringify(events.body)).not.toContain(token);
    const stranger = { token: api.other.tokens['super-admin'] };
    expect((await api.call('POST', `/v1/tokens/${made.id}/rotate`, stranger)).status).toBe(404);
    await inAccount(api.database, api.account.id).execute('delete from token where id = ?', [made.id]);
    expect((await as(token, '/v1/me')).status).toBe(401);
  });
});

const ewsUrl = 'https://mail.example.com/EWS/Exchange.asmx';
