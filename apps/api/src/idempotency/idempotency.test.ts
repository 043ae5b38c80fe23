import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const settings = (domain: string, host = 'mail.example.com') => ({
  domain,
  kind: 'exchange',
  exchange: { url: `https://${host}/EWS/Exchange.asmx` },
});
const post = (url: string, body: object, key: string, token = api.account.tokens['super-admin']) =>
  api.call('POST', url, { body, token, headers: { 'idempotency-key': key } });

describe('with an Idempotency-Key', () => {
  test('the same request answers the same resource, also twenty at once', async () => {
    const key = randomUUID();
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => post('/v1/mail-settings', settings('once.example.com'), key)),
    );
    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(201));
    expect(new Set(answers.map(({ body }) => body.verification.id)).size).toBe(1);
    const events = await api.call('GET', '/v1/audit-events?subject=once.example.com');
    expect(events.body.data).toHaveLength(1);
  });

  test('the order of the fields does not matter; another body or another path is 409', async () => {
    const key = randomUUID();
    const { domain, kind, exchange } = settings('order.example.com');
    await post('/v1/mail-settings', { domain, kind, exchange }, key);
    expect((await post('/v1/mail-settings', { exchange, kind, domain }, key)).status).toBe(201);
    const other = await post('/v1/mail-settings', settings('order.example.com', 'other.example.com'), key);
    expect([other.status, other.body.code]).toEqual([409, 'idempotency-key-reused']);
    expect((await post('/v1/tokens', { name: 'x', role: 'member' }, key)).body.code).toBe(
      'idempotency-key-reused',
    );
  });

  test('a repeated token creation answers without the token', async () => {
    const key = randomUUID();
    const first = await post('/v1/tokens', { name: 'once', role: 'member' }, key);
    const second = await post('/v1/tokens', { name: 'once', role: 'member' }, key);
    expect(first.body.token).toEqual(expect.any(String));
    expect(second.status).toBe(201);
    const { token: _, ...rest } = first.body as unknown as Record<string, unknown>;
    expect(second.body).toEqual(rest);
  });

  test('an account is made once', async () => {
    const key = randomUUID();
    const make = () => post('/v1/accounts', { name: 'Once Ltd' }, key, api.operatorToken);
    const [first, second] = [await make(), await make()];
    expect([first.status, second.status]).toEqual([201, 201]);
    expect(second.body).toEqual(first.body);
  });

  test('a request that failed leaves the key unused', async () => {
    const key = randomUUID();
    await api.call('POST', '/v1/mail-settings', { body: settings('taken.example.com') });
    expect((await post('/v1/mail-settings', settings('taken.example.com'), key)).status).toBe(409);
    expect((await post('/v1/mail-settings', settings('free.example.com'), key)).status).toBe(201);
  });

  test('the same key of two tokens is two keys', async () => {
    const key = randomUUID();
    await post('/v1/mail-settings', settings('two.example.com'), key);
    const other = await post(
      '/v1/mail-settings',
      settings('two.example.com'),
      key,
      api.other.tokens['super-admin'],
    );
    expect(other.status).toBe(201);
    expect((await api.call('GET', '/v1/mail-settings/two.example.com')).status).toBe(200);
  });

  test('after 24 hours the key can be used again', async () => {
    const key = randomUUID();
    await post('/v1/tokens', { name: 'day', role: 'member' }, key);
    await api.database.em
      .fork()
      .execute(`update creation_key set created_at = created_at - interval '24 hours'`);
    const again = await post('/v1/tokens', { name: 'day', role: 'member' }, key);
    expect(again.body.token).toEqual(expect.any(String));
  });

  test('the stored row contains neither key nor body', async () => {
    const key = `visible-${randomUUID()}`;
    await post('/v1/mail-settings', settings('kept.example.com'), key);
    const rows = await api.database.em
      .fork()
      .execute<{ text: string }[]>('select k::text as text from creation_key k');
    expect(JSON.stringify(rows)).not.toMatch(/visible|kept\.example/);
  });

  test.each(['', 'a b', 'x'.repeat(201)])('the key “%.10s” is refused', async (key) => {
    const answer = await post('/v1/mail-settings', settings('bad.example.com'), key);
    expect(answer.body.errors).toEqual([expect.objectContaining({ code: 'idempotency-key-malformed' })]);
  });
});
