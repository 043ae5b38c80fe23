import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import {
  callAsBrowser,
  jane,
  oidcOrigin,
  signInThroughProvider,
  startOidcApi,
  type Cookies,
} from '@postern/test/api/sign-in-through-provider';
import type { TestApi } from '@postern/test/api/start-test-api';
import { startOidcProvider, type TestProvider } from '@postern/test/servers/oidc-provider';
import { PersonChecks } from './person-checks.js';

let provider: TestProvider;
let api: TestApi;

beforeAll(async () => {
  provider = await startOidcProvider(oidcOrigin);
  api = await startOidcApi(provider);
});
afterEach(() => {
  Object.assign(provider, { person: jane, givesRefreshTokens: true, tamper: null, forge: null });
});
afterAll(async () => {
  await api.stop();
  await provider.stop();
});

const me = async (cookies: Cookies) => await callAsBrowser(api, cookies, 'GET', '/v1/me');
const age = () =>
  api.database.em.fork().execute(`update session set expires_at = now() + interval '9 minutes'`);
const check = async () => {
  await age();
  await api.app.get(PersonChecks).run();
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

test('a session lasts an hour, and another one when the provider confirms it, as often as it is due', async () => {
  const { cookies } = await signInThroughProvider(api);
  expect(await minutesLeft()).toBeCloseTo(60, 0);
  await check();
  await check();
  expect(await minutesLeft()).toBeCloseTo(60, 0);
  expect((await me(cookies)).status).toBe(200);
});

test('a session lasts no longer than twelve hours after the sign-in', async () => {
  await signInThroughProvider(api);
  await api.database.em.fork().execute(`update session set renewable_until = now() + interval '20 minutes'`);
  await check();
  expect(await minutesLeft()).toBeCloseTo(20, 0);
});

test('a session has the role of the groups of now, and ends without any', async () => {
  const { cookies } = await signInThroughProvider(api);
  provider.person = { ...jane, groups: ['staff'] };
  await check();
  expect((await me(cookies)).body.role).toBe('member');
  provider.person = { ...jane, groups: [] };
  await check();
  expect((await me(cookies)).status).toBe(401);
  expect((await signInThroughProvider(api)).answer.status).toBe(403);
});

test('a session ends when the provider has another person, and when it refuses the refresh token', async () => {
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

test('a session is kept for the rest of its hour while the provider is away', async () => {
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

test('each session is asked about by one of several processes at once', async () => {
  const sessions = [];
  for (let count = 0; count < 4; count += 1) sessions.push(await signInThroughProvider(api));
  await age();
  provider.calls.clear();
  const checks = api.app.get(PersonChecks);
  await Promise.all([checks.run(), checks.run(), checks.run()]);
  expect(provider.calls.get('/token')).toBe(4);
  for (const { cookies } of sessions) expect((await me(cookies)).status).toBe(200);
  expect(await minutesLeft()).toBeCloseTo(60, 0);
});

test('a session of doubtful answers takes no hour from those that are due after it', async () => {
  const em = api.database.em.fork();
  provider.person = { ...jane, sub: 'joe' };
  await signInThroughProvider(api);
  await em.execute(`update session set expires_at = now() + interval '8 minutes'`);
  provider.person = jane;
  await signInThroughProvider(api);
  await em.execute(
    `update session set expires_at = now() + interval '9 minutes' where expires_at > now() + interval '9 minutes'`,
  );
  provider.tamper = (claims) => (claims.sub === 'joe' ? { ...claims, sub: 'mallory' } : claims);
  await api.app.get(PersonChecks).run();
  const left = await em.execute(
    `select round(extract(epoch from expires_at - now()) / 60)::int as minutes from session order by expires_at`,
  );
  expect(left).toEqual([{ minutes: 8 }, { minutes: 60 }]);
});

test('a session ends after its hour without a refresh token; the provider then signs in without a page', async () => {
  provider.givesRefreshTokens = false;
  const { cookies, atProvider } = await signInThroughProvider(api);
  await check();
  expect(await minutesLeft()).toBeLessThan(10);
  const silent = await signInThroughProvider(api, cookies, atProvider, '?prompt=none&return=/connect');
  expect(silent.answer.headers['location']).toBe('/connect');
  const unknown = await signInThroughProvider(api, cookies, new Map(), '?prompt=none&return=/connect');
  expect(unknown.answer.headers['location']).toBe('/sign-in?next=%2Fconnect');
});

test('a session without a refresh token is not asked about', async () => {
  provider.givesRefreshTokens = false;
  await signInThroughProvider(api);
  const [row] = await api.database.em
    .fork()
    .execute('select expires_at = renewable_until as "isLast" from session');
  expect(row).toEqual({ isLast: true });
});

test('a browser that signed out is not signed in again without a page of the provider', async () => {
  const { cookies } = await signInThroughProvider(api);
  await callAsBrowser(api, cookies, 'DELETE', '/v1/session');
  provider.calls.clear();
  const path = '/v1/session/oidc/start?prompt=none&return=/audit';
  const { headers } = await callAsBrowser(api, cookies, 'GET', path);
  expect([headers['location'], provider.calls.size]).toEqual(['/sign-in?next=%2Faudit', 0]);
});

test('a session ends at the provider too, where the browser is led', async () => {
  const { cookies } = await signInThroughProvider(api);
  const { status, body } = await callAsBrowser(api, cookies, 'DELETE', '/v1/session');
  expect(status).toBe(200);
  const url = new URL(String(body['signOutUrl']));
  expect(url.href.startsWith(`${provider.issuer}/session/end?`)).toBe(true);
  expect(url.searchParams.get('post_logout_redirect_uri')).toBe(`${oidcOrigin}/sign-in`);
  expect(url.searchParams.get('id_token_hint')).toMatch(/^eyJ/);
  expect((await me(cookies)).status).toBe(401);
});

test('a session is stored without the tokens of the provider', async () => {
  await signInThroughProvider(api);
  const rows = await api.database.em.fork().execute('select sealed_grant from session');
  expect(JSON.stringify(rows)).toContain('"sealed_grant":"v1.');
  const found = [...provider.given].filter((secret) => JSON.stringify(rows).includes(secret));
  expect([provider.given.size > 0, found]).toEqual([true, []]);
});

// The last test, because the api remembers for ten seconds of its later clock that the provider is away.
test('a session ends here while the provider is away', async () => {
  const { cookies } = await signInThroughProvider(api);
  const kept = new Map(cookies);
  const now = Date.now;
  await provider.leave();
  try {
    // The metadata that the api has kept are too old.
    Date.now = () => now() + 2 * 3_600_000;
    expect((await callAsBrowser(api, cookies, 'DELETE', '/v1/session')).status).toBe(204);
  } finally {
    Date.now = now;
    await provider.comeBack();
  }
  expect((await me(kept)).status).toBe(401);
});
