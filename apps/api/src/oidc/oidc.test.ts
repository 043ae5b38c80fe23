import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createSignInCode } from '@postern/database/sign-in-code';
import { asOperator, inAccount } from '@postern/database/database';
import {
  callAsBrowser,
  followProvider,
  jane,
  oidcOrigin,
  signInThroughProvider,
  startOidcApi,
  type Cookies,
} from '@postern/test/api/sign-in-through-provider';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { startOidcProvider, type TestProvider } from '@postern/test/servers/oidc-provider';
import { PersonChecks } from './person-checks.js';

let provider: TestProvider;
let api: TestApi;
let forced: TestApi;

beforeAll(async () => {
  provider = await startOidcProvider(oidcOrigin);
  api = await startOidcApi(provider);
  forced = await startOidcApi(provider, { isForced: true, accountClaim: 'tenant' });
});
afterEach(() => {
  Object.assign(provider, { person: jane, givesRefreshTokens: true, tamper: null, forge: null });
});
afterAll(async () => {
  await Promise.all([api.stop(), forced.stop()]);
  await provider.stop();
});

const me = async (cookies: Cookies, of = api) => await callAsBrowser(of, cookies, 'GET', '/v1/me');
const hasSession = (cookies: Cookies) => cookies.has('__Host-postern_session');
/** Signs in and expects a page that refuses it, and no session. */
async function expectRefusal(status: number, of = api): Promise<string> {
  const { answer, cookies } = await signInThroughProvider(of);
  expect([answer.status, hasSession(cookies)]).toEqual([status, false]);
  return String(answer.body);
}

describe('a person signs in through the provider', () => {
  test('with code, PKCE, state and nonce, and has the role of the group in the first account', async () => {
    const { start, answer, cookies } = await signInThroughProvider(
      api,
      undefined,
      undefined,
      '?return=/connect',
    );
    const asked = new URL(String(start.headers['location'])).searchParams;
    expect(asked.get('code_challenge_method')).toBe('S256');
    expect(asked.get('scope')).toBe('openid profile email groups');
    expect([...asked.keys()]).toEqual(expect.arrayContaining(['state', 'nonce', 'code_challenge']));
    const attempt = String(start.headers['set-cookie']);
    expect(attempt).toMatch(
      /^__Host-postern_sign_in=v1\.[^;]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
    expect([answer.status, answer.headers['location']]).toEqual([302, '/connect']);
    expect(String(answer.headers['set-cookie'])).toMatch(
      /Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict/,
    );
    expect([...cookies.keys()]).toEqual(['__Host-postern_session']);
    expect((await me(cookies)).body).toMatchObject({
      tokenId: null,
      person: { name: 'Jane Doe', address: 'jane@example.com' },
      role: 'super-admin',
      account: { name: 'default' },
    });
  });

  test('the highest of several groups counts, and an operator belongs to no account', async () => {
    provider.person = { ...jane, sub: 'ann', groups: ['staff', 'mail admins', 'others'] };
    expect((await me((await signInThroughProvider(api)).cookies)).body.role).toBe('super-admin');
    provider.person = { ...jane, sub: 'ann', groups: ['staff', 'ops'] };
    expect((await me((await signInThroughProvider(api)).cookies)).body).toMatchObject({
      role: 'operator',
      account: null,
    });
  });

  test.each([[['strangers']], [[]], [undefined]])(
    'without a mapped group (%j) nobody comes in',
    async (groups) => {
      provider.person = { sub: 'mallory', name: 'Mallory', ...(groups ? { groups } : {}) };
      expect(await expectRefusal(403)).toContain('none of your groups has a role here');
    },
  );

  test('the account is the one that the claim names, by name or id, and none without it', async () => {
    for (const tenant of ['other', forced.other.id]) {
      provider.person = { ...jane, tenant };
      const { cookies } = await signInThroughProvider(forced);
      expect((await me(cookies, forced)).body).toMatchObject({ account: { id: forced.other.id } });
    }
    provider.person = { ...jane, tenant: 'nobody' };
    expect(await expectRefusal(403, forced)).toContain('names no account');
    provider.person = jane;
    expect(await expectRefusal(403, forced)).toContain('names no account');
  });

  test('is shown with name and address in the audit log; the text of a name cannot forge a line', async () => {
    provider.person = { ...jane, name: 'Jane\n\u202eDoe', email_verified: true };
    const { cookies } = await signInThroughProvider(api);
    const made = await callAsBrowser(api, cookies, 'POST', '/v1/tokens', { name: 'script', role: 'member' });
    expect(made.status).toBe(201);
    const events = await callAsBrowser(api, cookies, 'GET', `/v1/audit-events?subject=${made.body.id}`);
    expect(events.body.data[0]).toMatchObject({ actor: 'Jane \\u202eDoe <jane@example.com>' });
    expect(await me(new Map(cookies))).toMatchObject({ status: 200 });
  });

  test('repeats a creation with an Idempotency-Key as a token does', async () => {
    const { cookies } = await signInThroughProvider(api);
    const create = () =>
      api.call('POST', '/v1/tokens', {
        token: null,
        body: { name: 'once', role: 'member' },
        headers: {
          cookie: `__Host-postern_session=${cookies.get('__Host-postern_session')}`,
          'x-forwarded-proto': 'https',
          origin: oidcOrigin,
          'idempotency-key': 'k1',
        },
      });
    expect((await create()).body.id).toBe((await create()).body.id);
  });

  test('an address that the provider has not checked is not shown', async () => {
    provider.person = { ...jane, email_verified: false };
    const { body } = await me((await signInThroughProvider(api)).cookies);
    expect(body['person']).toEqual({ name: 'Jane Doe', address: null });
  });
});

test.each([
  ['/settings/objects/activities?panel=new#x', '/settings/objects/activities?panel=new#x'],
  ['https://evil.example.com/', '/'],
  ['//evil.example.com', '/'],
  ['/\\evil.example.com', '/'],
  ['/\t/evil.example.com', '/'],
  ['javascript:alert(1)', '/'],
  ['/a\r\nset-cookie: x=y', '/'],
  ['/v1/session/oidc/start', '/'],
  ['', '/'],
])('return=%j leads to %s', async (wanted, led) => {
  const query = `?return=${encodeURIComponent(wanted)}`;
  const { answer } = await signInThroughProvider(api, undefined, undefined, query);
  expect([answer.status, answer.headers['location']]).toEqual([302, led]);
});

describe('while the provider is away', () => {
  test('the sign-in page says so, and tokens sign in', async () => {
    const away = await startOidcApi(provider);
    await provider.leave();
    try {
      const start = await callAsBrowser(away, new Map(), 'GET', '/v1/session/oidc/start?return=/connect');
      expect([start.status, start.headers['location']]).toEqual([
        302,
        '/sign-in?next=%2Fconnect&reason=provider',
      ]);
      const cookies: Cookies = new Map();
      await callAsBrowser(away, cookies, 'POST', '/v1/session', { token: away.account.tokens.member });
      expect((await me(cookies, away)).status).toBe(200);
    } finally {
      await provider.comeBack();
      await away.stop();
    }
  });

  test('a sign-in that comes back from it says so, too', async () => {
    const cookies: Cookies = new Map();
    const start = await callAsBrowser(api, cookies, 'GET', '/v1/session/oidc/start');
    const callback = await followProvider(String(start.headers['location']), new Map());
    await provider.leave();
    try {
      const { headers } = await callAsBrowser(api, cookies, 'GET', callback);
      expect(headers['location']).toBe('/sign-in?next=%2F&reason=provider');
    } finally {
      await provider.comeBack();
    }
  });
});

describe('how a browser can sign in', () => {
  test('is told without a token', async () => {
    const ways = async (of: TestApi) => (await of.call('GET', '/v1/session', { token: null })).body;
    const host = new URL(provider.issuer).host;
    expect(await ways(api)).toEqual({ provider: { host }, acceptsTokens: true });
    expect(await ways(forced)).toEqual({ provider: { host }, acceptsTokens: false });
  });

  test('with POSTERN_OIDC_FORCED no token does, but the start link does, and tokens remain for scripts', async () => {
    const token = forced.account.tokens['super-admin'];
    const cookies: Cookies = new Map();
    const refused = await callAsBrowser(forced, cookies, 'POST', '/v1/session', { token });
    expect([refused.status, refused.body.code]).toEqual([403, 'provider-required']);
    const code = await createSignInCode(forced.database, token);
    expect((await callAsBrowser(forced, cookies, 'POST', '/v1/session', { code: code! })).status).toBe(204);
    expect((await me(cookies, forced)).status).toBe(200);
    const bearer = { 'x-forwarded-proto': 'https' };
    expect((await forced.call('GET', '/v1/me', { token, headers: bearer })).status).toBe(200);
    // Sessions of tokens from before end when the api starts.
    await forced.app.get(PersonChecks).onApplicationBootstrap();
    expect((await me(cookies, forced)).status).toBe(401);
  });

  test('without a provider there is nothing to start', async () => {
    const plain = await startTestApi();
    for (const path of ['start', 'callback'])
      expect((await plain.call('GET', `/v1/session/oidc/${path}`, { token: null })).status).toBe(404);
    expect((await plain.call('GET', '/v1/session', { token: null })).body).toEqual({
      provider: null,
      acceptsTokens: true,
    });
    await plain.stop();
  });

  test('plain http from elsewhere is refused before anything is sent to the provider', async () => {
    const headers = { 'x-forwarded-for': '192.0.2.7', 'x-forwarded-proto': 'http' };
    for (const path of ['start', 'callback?code=x&state=y'])
      expect((await api.call('GET', `/v1/session/oidc/${path}`, { token: null, headers })).body.code).toBe(
        'https-required',
      );
  });
});

test('the same person in two accounts is two people, and each account sees its own', async () => {
  const ids: string[] = [];
  for (const tenant of ['first', 'other']) {
    provider.person = { ...jane, tenant };
    await signInThroughProvider(forced);
    ids.push(forced[tenant === 'first' ? 'account' : 'other'].id);
  }
  const inFirst = await inAccount(forced.database, ids[0]!).execute('select account_id from person');
  expect(inFirst).toEqual([{ account_id: ids[0] }]);
  const all = await asOperator(forced.database).execute<object[]>('select from person');
  expect(all.length).toBe(2);
});

test('a person makes no connect session, because it would end with a token, and is told what does', async () => {
  const { cookies } = await signInThroughProvider(api);
  const body = { email: 'jane@example.com', origin: 'https://app.example.com' };
  const refused = await callAsBrowser(api, cookies, 'POST', '/v1/connect-sessions', body);
  expect([refused.status, refused.body.code]).toEqual([403, 'forbidden']);
  expect(refused.body['detail']).toContain('make an access token');
});
