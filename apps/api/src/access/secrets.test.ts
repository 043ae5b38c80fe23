import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { asOperator } from '@postern/database/database';
import { Token } from '@postern/database/entities/token';
import { createSignInCode, openSession } from '@postern/database/sign-in-code';
import { bootstrapTokens } from '@postern/database/tokens';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

let api: TestApi;
let proxied: TestApi;
let origin: string;
beforeAll(async () => {
  api = await startTestApi();
  await api.app.listen({ host: '127.0.0.1', port: 0 });
  origin = await api.app.getUrl();
  proxied = await startTestApi({ settings: { trustedProxies: ['127.0.0.1'] } });
});
afterAll(() => Promise.all([api.stop(), proxied.stop()]));

const newToken = async (role: string) =>
  (await api.call('POST', '/v1/tokens', { body: { name: 'short-lived', role } })).body;

test.each(['super-admin', 'operator'] as const)(
  'a revoked %s token of the environment stays revoked after the next start',
  async (role) => {
    const secret = randomBytes(32).toString('base64url');
    const start = () =>
      bootstrapTokens(api.database, {
        superAdmin: role === 'super-admin' ? secret : null,
        operator: role === 'operator' ? secret : null,
      });
    const me = () => api.call('GET', '/v1/me', { token: secret });
    await Promise.all([start(), start()]);
    const { tokenId } = (await me()).body as unknown as { tokenId: string };
    if (role === 'operator') await asOperator(api.database).nativeDelete(Token, { id: tokenId });
    else {
      const headers = { 'postern-account': await start() };
      const revoked = await api.call('DELETE', `/v1/tokens/${tokenId}`, {
        token: api.operatorToken,
        headers,
      });
      expect(revoked.status).toBe(204);
    }
    await start();
    expect((await me()).status).toBe(401);
    expect(await createSignInCode(api.database, secret)).toBeNull();
  },
);

test('a token is not accepted as a session cookie, nor a session as a Bearer token', async () => {
  const token = api.account.tokens.member;
  const session = (await openSession(api.database, { token }))!.secret;
  const bySession = (cookie: string) =>
    api.call('GET', '/v1/me', { token: null, headers: { cookie: `postern_session=${cookie}` } });
  expect((await bySession(session)).status).toBe(200);
  expect((await bySession(token)).status).toBe(401);
  expect((await api.call('GET', '/v1/me', { token: session })).status).toBe(401);
  const feed = Buffer.from(`reader:${session}`).toString('base64');
  const basic = { authorization: `Basic ${feed}` };
  expect((await api.call('GET', '/v1/allowlist', { token: null, headers: basic })).status).toBe(401);
});

test('over https only a __Host- cookie is set and accepted', async () => {
  const https = { 'x-forwarded-proto': 'https', 'x-forwarded-for': '192.0.2.7' };
  const signedIn = await proxied.call('POST', '/v1/session', {
    token: null,
    body: { token: proxied.account.tokens.member },
    headers: https,
  });
  const [cookie] = String(signedIn.headers['set-cookie']).split(';');
  expect(cookie).toMatch(/^__Host-postern_session=session_/);
  const me = (sent: string) =>
    proxied.call('GET', '/v1/me', { token: null, headers: { ...https, cookie: sent } });
  expect((await me(cookie!)).status).toBe(200);
  expect((await me(cookie!.replace('__Host-', ''))).status).toBe(401);
});

test.each(['token', 'session'])('an event stream ends within 2 s of its %s', async (kind) => {
  const { id, token } = await newToken('account-access');
  const tried = await api.call('POST', '/v1/verifications', {
    token,
    body: {
      domain: 'example.com',
      kind: 'exchange',
      exchange: { url: 'https://mail.example.com/EWS/Exchange.asmx' },
    },
  });
  const session = kind === 'session' ? (await openSession(api.database, { token }))!.secret : '';
  const headers: Record<string, string> =
    kind === 'token' ? { authorization: `Bearer ${token}` } : { cookie: `postern_session=${session}` };
  const stream = await fetch(`${origin}/v1/verifications/${tried.body.id}/events`, {
    headers,
  });
  expect(stream.status).toBe(200);
  const other = new AbortController();
  const stays = await fetch(`${origin}/v1/verifications/${tried.body.id}/events`, {
    headers: { authorization: `Bearer ${api.account.tokens['super-admin']}` },
    signal: other.signal,
  });
  const ended = stream.text();
  const revokedAt = performance.now();
  if (kind === 'token') await api.call('DELETE', `/v1/tokens/${id}`);
  else
    await fetch(`${origin}/v1/session`, {
      method: 'DELETE',
      headers: { cookie: `postern_session=${session}`, origin },
    });
  expect(await ended).not.toContain('event: done');
  expect(performance.now() - revokedAt).toBeLessThan(2500);
  const reader = stays.body!.getReader();
  await reader.read();
  const next = reader.read().then(({ done }) => (done ? 'ended' : 'sent'));
  expect(await Promise.race([next, delay(300, 'open')])).not.toBe('ended');
  next.catch(() => undefined); // The abort below rejects it.
  other.abort();
});
