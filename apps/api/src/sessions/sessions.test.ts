import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createSignInCode } from '@postern/database/sign-in-code';
import { startTestApi, type Answer, type TestApi } from '@postern/test/api/start-test-api';

const host = 'postern.example.com';
let api: TestApi;
let proxied: TestApi;
beforeAll(async () => {
  api = await startTestApi();
  proxied = await startTestApi({
    settings: { trustedProxies: ['127.0.0.1'], publicOrigin: 'https://crm.example.com' },
  });
});
afterAll(() => Promise.all([api.stop(), proxied.stop()]));

const cookieOf = (answer: Answer) => String(answer.headers['set-cookie']).split(';')[0]!;
const signIn = (body: object, headers: Record<string, string> = {}) =>
  api.call('POST', '/v1/session', { token: null, body, headers: { host, ...headers } });
const withCookie = (
  cookie: string,
  method: string,
  url: string,
  headers: Record<string, string> = {},
  body?: object,
) => api.call(method, url, { token: null, headers: { host, cookie, ...headers }, ...(body ? { body } : {}) });
const settings = (domain: string) => ({
  domain,
  kind: 'exchange',
  exchange: { url: 'https://mail.example.com/EWS/Exchange.asmx' },
});

describe('a session', () => {
  test('is a cookie that scripts cannot read and other sites do not send, for 12 hours', async () => {
    const answer = await signIn({ token: api.account.tokens['super-admin'] });
    expect(answer.status).toBe(204);
    const cookie = String(answer.headers['set-cookie']);
    expect(cookie.split('; ').toSorted()).toEqual(
      [cookieOf(answer), 'HttpOnly', 'Max-Age=43200', 'Path=/', 'SameSite=Strict'].toSorted(),
    );
    expect((await withCookie(cookieOf(answer), 'GET', '/v1/me')).body.role).toBe('super-admin');
  });

  test('is Secure under https', async () => {
    const answer = await proxied.call('POST', '/v1/session', {
      token: null,
      body: { token: proxied.account.tokens.member },
      headers: { 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.0.2.7' },
    });
    expect(String(answer.headers['set-cookie'])).toContain('; Secure');
  });

  test('ends by DELETE, and with its token', async () => {
    const first = cookieOf(await signIn({ token: api.account.tokens['super-admin'] }));
    const ended = await withCookie(first, 'DELETE', '/v1/session', { origin: `http://${host}` });
    expect(ended.status).toBe(204);
    expect((await withCookie(first, 'GET', '/v1/me')).status).toBe(401);
    const { body } = await api.call('POST', '/v1/tokens', { body: { name: 'browser', role: 'member' } });
    const second = cookieOf(await signIn({ token: body.token }));
    await api.call('DELETE', `/v1/tokens/${body.id}`);
    expect((await withCookie(second, 'GET', '/v1/me')).status).toBe(401);
  });

  test('opens once for a code: of ten requests at once one succeeds', async () => {
    const code = await createSignInCode(api.database, api.account.tokens['super-admin']);
    const answers = await Promise.all(Array.from({ length: 10 }, () => signIn({ code })));
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
      204,
      ...Array<number>(9).fill(401),
    ]);
  });

  test('does not open for a code that has expired', async () => {
    const code = await createSignInCode(api.database, api.account.tokens['super-admin']);
    await api.database.em.fork().execute('update sign_in_code set expires_at = now()');
    expect((await signIn({ code })).status).toBe(401);
  });
});

describe('with a cookie, an unsafe method', () => {
  let cookie: string;
  beforeAll(async () => {
    cookie = cookieOf(await signIn({ token: api.account.tokens['super-admin'] }));
  });

  test.each([
    ['none', {}],
    ['another site', { origin: 'https://evil.example.com' }],
    ['another scheme', { origin: `https://${host}` }],
    ['another port', { origin: `http://${host}:8080` }],
    ['a name that ends alike', { origin: `http://x${host}` }],
    ['null, which sandboxed frames send', { origin: 'null' }],
  ])('is refused from the Origin %s', async (_, headers) => {
    const answer = await withCookie(
      cookie,
      'POST',
      '/v1/mail-settings',
      headers,
      settings('csrf.example.com'),
    );
    expect([answer.status, answer.body.code]).toEqual([403, 'origin-mismatch']);
    expect((await withCookie(cookie, 'GET', '/v1/mail-settings/csrf.example.com')).status).toBe(404);
  });

  test('is accepted from the origin of the console', async () => {
    const own = { origin: `http://${host}` };
    const answer = await withCookie(cookie, 'POST', '/v1/mail-settings', own, settings('own.example.com'));
    expect(answer.status).toBe(201);
  });

  test('a sign-in from another site is refused, so that no site can sign a browser in to another account', async () => {
    const answer = await signIn({ token: api.account.tokens.member }, { origin: 'https://evil.example.com' });
    expect([answer.status, answer.body.code]).toEqual([403, 'origin-mismatch']);
  });
});

describe('secrets over plain http', () => {
  const from = (address: string, proto?: string) => ({
    'x-forwarded-for': address,
    ...(proto === undefined ? {} : { 'x-forwarded-proto': proto }),
  });

  test.each([
    ['from elsewhere over http', from('192.0.2.7', 'http'), 403],
    ['from elsewhere over https', from('192.0.2.7', 'https'), 200],
    ['from elsewhere by IPv6 over http', from('2001:db8::7'), 403],
    ['from this machine over http', {}, 200],
  ])('%s: %s answers %i', async (_, headers, status) => {
    const answer = await proxied.call('GET', '/v1/me', { headers: headers as Record<string, string> });
    expect(answer.status).toBe(status);
    if (status === 403) expect(answer.body.code).toBe('https-required');
  });

  test('are refused before they are looked up, at sign-in and populate too', async () => {
    const headers = from('192.0.2.7', 'http');
    const body = { token: proxied.account.tokens.member };
    const signedIn = await proxied.call('POST', '/v1/session', { token: null, headers, body });
    expect(signedIn.body.code).toBe('https-required');
    const populate = await proxied.call('GET', '/v1/populate?email=jane@example.com', {
      headers,
      token: 'unknown',
    });
    expect(populate.body.code).toBe('https-required');
  });

  test('without POSTERN_TRUST_PROXY the headers of a proxy are ignored', async () => {
    const answer = await api.call('GET', '/v1/me', { headers: from('192.0.2.7', 'http') });
    expect(answer.status).toBe(200);
  });

  test('POSTERN_PUBLIC_URL is an origin of the console', async () => {
    const headers = { ...from('192.0.2.7', 'https'), origin: 'https://crm.example.com' };
    const body = { token: proxied.account.tokens.member };
    expect((await proxied.call('POST', '/v1/session', { token: null, headers, body })).status).toBe(204);
  });
});
