import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import {
  callAsBrowser,
  oidcOrigin,
  signInThroughProvider,
  startOidcApi,
  type Cookies,
} from '@postern/test/api/sign-in-through-provider';
import type { TestApi } from '@postern/test/api/start-test-api';
import { startOidcProvider, type TestProvider } from '@postern/test/servers/oidc-provider';

const metadataPath = '/.well-known/openid-configuration';
let provider: TestProvider;
let api: TestApi;

beforeAll(async () => {
  provider = await startOidcProvider(oidcOrigin);
  api = await startOidcApi(provider);
});
beforeEach(() => provider.calls.clear());
afterAll(async () => {
  await api.stop();
  await provider.stop();
});

const start = async (cookies: Cookies = new Map(), of = api) =>
  String((await callAsBrowser(of, cookies, 'GET', '/v1/session/oidc/start')).headers['location']);

test('fifty strangers who begin a sign-in cause one call of the provider', async () => {
  const urls = await Promise.all(Array.from({ length: 50 }, () => start()));
  expect(new Set(urls.map((url) => new URL(url).searchParams.get('state'))).size).toBe(50);
  expect([...provider.calls]).toEqual([[metadataPath, 1]]);
});

test('a provider that is out of order is asked once in ten seconds, and then signs people in', async () => {
  const fresh = await startOidcApi(provider);
  provider.isOutOfOrder = true;
  for (let count = 0; count < 20; count += 1) expect(await start(new Map(), fresh)).toContain('/sign-in?');
  expect([...provider.calls]).toEqual([[metadataPath, 1]]);
  provider.isOutOfOrder = false;
  const now = Date.now;
  try {
    Date.now = () => now() + 11_000;
    expect((await signInThroughProvider(fresh)).cookies.has('__Host-postern_session')).toBe(true);
  } finally {
    Date.now = now;
    await fresh.stop();
  }
  expect(provider.calls.get(metadataPath)).toBe(2);
});

test('the provider is asked for its keys once for several sign-ins', async () => {
  for (let count = 0; count < 3; count += 1) await signInThroughProvider(api);
  expect(provider.calls.get('/jwks')).toBe(1);
  expect(provider.calls.get('/token')).toBe(3);
});

test('codes that a stranger invents reach the provider 120 times, and then once a second', async () => {
  const cookies: Cookies = new Map();
  const state = new URL(await start(cookies)).searchParams.get('state');
  const attempt = [...cookies];
  const iss = encodeURIComponent(provider.issuer);
  const path = `/v1/session/oidc/callback?code=x&state=${state}&iss=${iss}`;
  const startedAt = performance.now();
  for (let count = 1; ; count += 1) {
    const { status, headers } = await callAsBrowser(api, new Map(attempt), 'GET', path);
    if (!String(headers['ratelimit-policy']).includes('sign-ins-through-the-provider')) continue;
    expect([status, provider.calls.get('/token')]).toEqual([429, count - 1]);
    const seconds = (performance.now() - startedAt) / 1000;
    expect(count - 1).toBeGreaterThanOrEqual(100);
    expect(count - 1).toBeLessThanOrEqual(121 + seconds);
    return;
  }
});
