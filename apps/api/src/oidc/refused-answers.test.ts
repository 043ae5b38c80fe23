import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { createSecretSealer } from '@postern/database/sealed-secret';
import {
  callAsBrowser,
  followProvider,
  jane,
  oidcOrigin,
  secretKeys,
  signInThroughProvider,
  startOidcApi,
  type Cookies,
} from '@postern/test/api/sign-in-through-provider';
import type { TestApi } from '@postern/test/api/start-test-api';
import { startOidcProvider, type TestProvider } from '@postern/test/servers/oidc-provider';

const cookieName = '__Host-postern_sign_in';
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

const hasSession = (cookies: Cookies) => cookies.has('__Host-postern_session');
/** Signs in and expects a page that refuses it, and no session. */
async function expectRefusal(status: number): Promise<void> {
  const { answer, cookies } = await signInThroughProvider(api);
  expect([answer.status, hasSession(cookies)]).toEqual([status, false]);
}
const seconds = () => Math.floor(Date.now() / 1000);

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
