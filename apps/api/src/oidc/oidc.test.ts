import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createSignInCode } from '@postern/database/sign-in-code';
import { createSecretSealer } from '@postern/database/sealed-secret';
import { bootstrapTokens } from '@postern/database/tokens';
import { asOperator, inAccount } from '@postern/database/database';
import {
  callAsBrowser,
  followProvider,
  oidcOrigin,
  signInThroughProvider,
  type Cookies,
} from '@postern/test/api/sign-in-through-provider';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { startOidcProvider, type TestProvider } from '@postern/test/servers/oidc-provider';
import { randomBytes } from 'node:crypto';
import type { OidcSettings } from './oidc-settings.js';
import { PersonChecks } from './person-checks.js';

const cookieName = '__Host-postern_sign_in';
const secretKeys = [randomBytes(32).toString('base64')];
let provider: TestProvider;
let api: TestApi;
let forced: TestApi;
let settings: OidcSettings;
const jane = { sub: 'jane', name: 'Jane Doe', email: 'jane@example.com', groups: ['mail admins'] };

beforeAll(async () => {
  provider = await startOidcProvider(oidcOrigin);
  settings = {
    issuer: provider.issuer,
    clientId: provider.clientId,
    clientSecret: provider.clientSecret,
    roleClaim: 'groups',
    roleMap: [
      { group: 'mail admins', role: 'super-admin' },
      { group: 'staff', role: 'member' },
      { group: 'ops', role: 'operator' },
    ],
    accountClaim: null,
    isForced: false,
  };
  api = await startWith({});
  forced = await startWith({ isForced: true, accountClaim: 'tenant' });
});
afterEach(() => {
  Object.assign(provider, { person: jane, givesRefreshTokens: true, tamper: null, forge: null });
});
afterAll(async () => {
  await Promise.all([api.stop(), forced.stop()]);
  await provider.stop();
});

async function startWith(changes: Partial<OidcSettings>): Promise<TestApi> {
  const started = await startTestApi({
    settings: {
      oidc: { ...settings, ...changes },
      trustedProxies: ['127.0.0.1'],
      publicOrigin: oidcOrigin,
      secretKeys,
    },
  });
  await bootstrapTokens(started.database, { superAdmin: null, operator: null });
  return started;
}

const me = async (cookies: Cookies, of = api) => await callAsBrowser(of, cookies, 'GET', '/v1/me');
const hasSession = (cookies: Cookies) => cookies.has('__Host-postern_session');
/** Signs in and expects a page that refuses it, and no session. */
async function expectRefusal(status: number, of = api): Promise<string> {
  const { answer, cookies } = await signInThroughProvider(of);
  expect([answer.status, hasSession(cookies)]).toEqual([status, false]);
  return String(answer.body);
}
const seconds = () => Math.floor(Date.now() / 1000);

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

describe('an ID token is refused', () => {
  test.each<[string, (claims: Record<string, unknown>) => Record<string, unknown>]>([
    ['with another nonce', (claims) => ({ ...claims, nonce: 'other' })],
    ['without a nonce', ({ nonce: _, ...claims }) => claims],
    ['for another audience', (claims) => ({ ...claims, aud: 'another-client' })],
    ['of another issuer', (claims) => ({ ...claims, iss: 'https://evil.example.com' })],
    ['that ended 5 min 10 s ago', (claims) => ({ ...claims, exp: seconds() - 310 })],
    ['that is valid in 5 min 10 s', (claims) => ({ ...claims, nbf: seconds() + 320 })],
    ['without a subject', ({ sub: _, ...claims }) => claims],
  ])('%s', async (_, tamper) => {
    provider.tamper = tamper;
    await expectRefusal(400);
  });

  test.each<[string, TestProvider['forge']]>([
    [
      'with alg: none',
      (token) => `${Buffer.from('{"alg":"none"}').toString('base64url')}.${token.split('.')[1]}.`,
    ],
    ['with a signature of nobody', (token) => token.replace(/\.[^.]+$/, `.${'A'.repeat(342)}`)],
    [
      'whose claims were changed after it was signed',
      (token, claims) => {
        const [head, , signature] = token.split('.');
        const changed = Buffer.from(JSON.stringify({ ...claims, groups: ['ops'] })).toString('base64url');
        return [head, changed, signature].join('.');
      },
    ],
  ])('%s', async (_, forge) => {
    provider.forge = forge;
    await expectRefusal(400);
  });

  test.each<[string, (claims: Record<string, unknown>) => Record<string, unknown>]>([
    ['ended 4 min 50 s ago', (claims) => ({ ...claims, exp: seconds() - 290 })],
    ['is valid in 4 min 50 s', (claims) => ({ ...claims, nbf: seconds() + 290 })],
  ])('but not one that %s: the clocks may differ by five minutes', async (_, tamper) => {
    provider.tamper = tamper;
    expect(hasSession((await signInThroughProvider(api)).cookies)).toBe(true);
  });
});

describe('an answer of the provider is refused', () => {
  test('a second time: its code has been used', async () => {
    const cookies: Cookies = new Map();
    const start = await callAsBrowser(api, cookies, 'GET', '/v1/session/oidc/start');
    const attempt = cookies.get(cookieName)!;
    const callback = await followProvider(String(start.headers['location']), new Map());
    expect((await callAsBrowser(api, cookies, 'GET', callback)).status).toBe(302);
    const replayed: Cookies = new Map([[cookieName, attempt]]);
    const answer = await callAsBrowser(api, replayed, 'GET', callback);
    expect([answer.status, hasSession(replayed)]).toEqual([400, false]);
  });

  test.each<[string, (callback: string, cookies: Cookies) => [string, Cookies]]>([
    ['in another browser, as in a login CSRF', (callback) => [callback, new Map()]],
    ['without a state', (callback, cookies) => [callback.replace(/state=[^&]+/, ''), cookies]],
    ['with another state', (callback, cookies) => [callback.replace(/state=[^&]+/, 'state=x'), cookies]],
    [
      'that names another issuer (RFC 9207)',
      (callback, cookies) => [callback.replace(/iss=[^&]+/, 'iss=https%3A%2F%2Fevil.example.com'), cookies],
    ],
    ['that names no issuer', (callback, cookies) => [callback.replace(/&iss=[^&]+/, ''), cookies]],
    ['with another code', (callback, cookies) => [callback.replace(/code=[^&]+/, 'code=x'), cookies]],
    [
      'with the cookie of another sign-in',
      (callback) => [callback, new Map([[cookieName, sealedAttempt({ state: 'x' })]])],
    ],
    [
      'to a sign-in that began eleven minutes ago',
      (callback) => {
        const state = new URLSearchParams(callback.split('?')[1]).get('state')!;
        const startedAt = Date.now() - 660_000;
        return [callback, new Map([[cookieName, sealedAttempt({ state, startedAt })]])];
      },
    ],
    ['with a cookie that is not sealed', (callback) => [callback, new Map([[cookieName, 'v1.x.y.z.w']])]],
  ])('%s', async (_, change) => {
    const begun: Cookies = new Map();
    const start = await callAsBrowser(api, begun, 'GET', '/v1/session/oidc/start');
    const [callback, cookies] = change(
      await followProvider(String(start.headers['location']), new Map()),
      begun,
    );
    const answer = await callAsBrowser(api, cookies, 'GET', callback);
    expect([answer.status, hasSession(cookies)]).toEqual([400, false]);
    expect(String(answer.headers['content-type'])).toContain('text/html');
  });

  const sealedAttempt = (changes: object) =>
    createSecretSealer(secretKeys).seal(
      JSON.stringify({
        state: 's',
        nonce: 'n',
        codeVerifier: 'v'.repeat(43),
        returnTo: '/',
        isSilent: false,
        startedAt: Date.now(),
        ...changes,
      }),
      'sign-in through a provider',
    );
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

describe('a running session', () => {
  const age = (of = api) =>
    of.database.em.fork().execute(`update session set expires_at = now() + interval '9 minutes'`);
  const check = async (of = api) => {
    await age(of);
    await of.app.get(PersonChecks).run();
  };
  const minutesLeft = async () => {
    const [row] = await api.database.em
      .fork()
      .execute<{ minutes: number }[]>(
        `select extract(epoch from max(expires_at) - now()) / 60 as minutes from session`,
      );
    return Number(row!.minutes);
  };
  afterEach(() => api.database.em.fork().execute('delete from session'));

  test('lasts an hour, and another one when the provider confirms it, as often as it is due', async () => {
    const { cookies } = await signInThroughProvider(api);
    expect(await minutesLeft()).toBeCloseTo(60, 0);
    await check();
    await check();
    expect(await minutesLeft()).toBeCloseTo(60, 0);
    expect((await me(cookies)).status).toBe(200);
  });

  test('lasts no longer than twelve hours after the sign-in', async () => {
    await signInThroughProvider(api);
    await api.database.em
      .fork()
      .execute(`update session set renewable_until = now() + interval '20 minutes'`);
    await check();
    expect(await minutesLeft()).toBeCloseTo(20, 0);
  });

  test('has the role of the groups of now, and ends without any', async () => {
    const { cookies } = await signInThroughProvider(api);
    provider.person = { ...jane, groups: ['staff'] };
    await check();
    expect((await me(cookies)).body.role).toBe('member');
    provider.person = { ...jane, groups: [] };
    await check();
    expect((await me(cookies)).status).toBe(401);
    await expectRefusal(403);
  });

  test('ends when the provider has another person, and when it refuses the refresh token', async () => {
    const first = await signInThroughProvider(api);
    provider.tamper = (claims) => ({ ...claims, sub: 'mallory' });
    await check();
    await api.database.em.fork().execute(`update session set expires_at = now() - interval '1 second'`);
    expect((await me(first.cookies)).status).toBe(401);
    provider.tamper = null;
    const second = await signInThroughProvider(api);
    // A rotated refresh token that is used again makes the provider revoke the whole grant.
    const rows = await api.database.em.fork().execute('select * from session where expires_at > now()');
    await check();
    const [row] = rows as { sha256: Uint8Array; sealed_grant: string }[];
    await api.database.em
      .fork()
      .execute(`update session set sealed_grant = ? where expires_at > now()`, [row!.sealed_grant]);
    await check();
    expect((await me(second.cookies)).status).toBe(401);
  });

  test('is kept for the rest of its hour while the provider is away', async () => {
    const { cookies } = await signInThroughProvider(api);
    await provider.leave();
    try {
      await check();
      expect((await me(cookies)).status).toBe(200);
      expect(await minutesLeft()).toBeLessThan(10);
    } finally {
      await provider.comeBack();
    }
  });

  test('is asked about by one of several processes at once', async () => {
    const { cookies } = await signInThroughProvider(api);
    await age();
    const checks = api.app.get(PersonChecks);
    await Promise.all([checks.run(), checks.run(), checks.run()]);
    expect((await me(cookies)).status).toBe(200);
    expect(await minutesLeft()).toBeCloseTo(60, 0);
  });

  test('ends after its hour without a refresh token; the provider then signs in without a page', async () => {
    provider.givesRefreshTokens = false;
    const { cookies, atProvider } = await signInThroughProvider(api);
    await check();
    expect(await minutesLeft()).toBeLessThan(10);
    const silent = await signInThroughProvider(api, cookies, atProvider, '?prompt=none&return=/connect');
    expect(silent.answer.headers['location']).toBe('/connect');
    const unknown = await signInThroughProvider(api, new Map(), new Map(), '?prompt=none&return=/connect');
    expect(unknown.answer.headers['location']).toBe('/sign-in?next=%2Fconnect');
  });

  test('ends at the provider too, where the browser is led', async () => {
    const { cookies } = await signInThroughProvider(api);
    const { status, body } = await callAsBrowser(api, cookies, 'DELETE', '/v1/session');
    expect(status).toBe(200);
    const url = new URL(String(body['signOutUrl']));
    expect(url.href.startsWith(`${provider.issuer}/session/end?`)).toBe(true);
    expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${oidcOrigin}/sign-in`);
    expect(url.searchParams.get('id_token_hint')).toMatch(/^eyJ/);
    expect((await me(cookies)).status).toBe(401);
  });

  test('is stored without the tokens of the provider', async () => {
    await signInThroughProvider(api);
    const rows = await api.database.em.fork().execute('select sealed_grant from session');
    expect(JSON.stringify(rows)).toContain('"sealed_grant":"v1.');
    const found = [...provider.given].filter((secret) => JSON.stringify(rows).includes(secret));
    expect([provider.given.size > 0, found]).toEqual([true, []]);
  });
});

describe('while the provider is away', () => {
  test('the sign-in page says so, and tokens sign in', async () => {
    const away = await startWith({});
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
    }
    expect(hasSession((await signInThroughProvider(away)).cookies)).toBe(true);
    await away.stop();
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
