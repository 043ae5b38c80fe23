import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const imap = (domain: string, changes: object = {}) => ({
  domain,
  kind: 'imap',
  imap: { host: 'imap.example.com', port: 993 },
  smtp: { host: 'smtp.example.com', port: 587 },
  ...changes,
});
const exchange = (domain: string) => ({
  domain,
  kind: 'exchange',
  exchange: { url: 'https://mail.example.com/EWS/Exchange.asmx' },
});
const post = (body: unknown, token?: string) =>
  api.call('POST', '/v1/mail-settings', { body, ...(token === undefined ? {} : { token }) });

describe('R1 only super admins and account access change settings', () => {
  test.each(['member', 'network'] as const)('a %s gets 403 and nothing changes', async (role) => {
    await post(imap('r1.example.com'));
    const token = api.account.tokens[role];
    const before = await api.call('GET', '/v1/mail-settings/r1.example.com');
    const calls = [
      await post(imap(`${role}.example.com`), token),
      await api.call('PUT', '/v1/mail-settings/r1.example.com', { token, body: imap('r1.example.com') }),
      await api.call('DELETE', '/v1/mail-settings/r1.example.com', { token }),
      await api.call('GET', '/v1/mail-settings', { token }),
    ];
    expect(calls.map(({ status, body }) => [status, body.code])).toEqual(calls.map(() => [403, 'forbidden']));
    expect((await api.call('GET', '/v1/mail-settings/r1.example.com')).body).toEqual(before.body);
    expect((await api.call('GET', `/v1/mail-settings/${role}.example.com`)).status).toBe(404);
  });

  test('account access may do what a super admin may', async () => {
    const token = api.account.tokens['account-access'];
    expect((await post(imap('r1b.example.com'), token)).status).toBe(201);
    expect((await api.call('DELETE', '/v1/mail-settings/r1b.example.com', { token })).status).toBe(204);
  });

  test('a request without a token gets 401 with WWW-Authenticate', async () => {
    const answer = await api.call('GET', '/v1/mail-settings', { token: null });
    expect(answer.status).toBe(401);
    expect(answer.headers['www-authenticate']).toContain('Bearer');
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });
});

test('R2 a new account may do all that its roles allow; there are no plans', async () => {
  const answer = await post(imap('r2.example.com'), api.other.tokens['super-admin']);
  expect(answer.status).toBe(201);
});

test('R3 the domain is what follows the @, stored by its A-label and shown by its U-label', async () => {
  const answer = await post(imap('Bücher.Example.'));
  expect(answer.body).toMatchObject({ domain: 'xn--bcher-kva.example', displayDomain: 'bücher.example' });
  const refused = await post(imap('jane@example.com'));
  expect(refused.status).toBe(400);
  expect(refused.body.errors).toEqual([
    expect.objectContaining({ path: 'domain', code: 'domain-is-address', suggestion: 'example.com' }),
  ]);
  expect((await api.call('GET', '/v1/mail-settings/bücher.example')).status).toBe(200);
});

test('R4 the TLS mode follows a well-known port, and must be stated for any other', async () => {
  const answer = await post(imap('r4.example.com'));
  expect(answer.body).toMatchObject({
    kind: 'imap',
    imap: { host: 'imap.example.com', port: 993, tls: 'implicit' },
    smtp: { host: 'smtp.example.com', port: 587, tls: 'starttls' },
    allowNonSecureCertificate: false, // R5: off by default
  });
  const refused = await post(imap('r4b.example.com', { imap: { host: 'imap.example.com', port: 1993 } }));
  expect(refused.body.errors).toEqual([
    expect.objectContaining({ path: 'imap.tls', code: 'tls-mode-needed' }),
  ]);
});

test('R5 the flag is off unless asked for, and turning it on is an edit that is verified again', async () => {
  const created = await post(imap('r5.example.com'));
  expect(created.body.allowNonSecureCertificate).toBe(false);
  const body = imap('r5.example.com', { allowNonSecureCertificate: true });
  const changed = await api.call('PUT', '/v1/mail-settings/r5.example.com', { body });
  expect(changed.body).toMatchObject({
    allowNonSecureCertificate: true,
    revision: 2,
    verification: { state: 'queued' },
  });
  expect(changed.body.verification.id).not.toBe(created.body.verification.id);
  const refused = await post(imap('r5b.example.com', { allowNonSecureCertificate: 'yes' }));
  expect(refused.body.errors).toEqual([
    expect.objectContaining({ path: 'allowNonSecureCertificate', code: 'wrong-type' }),
  ]);
});

test('R6 Exchange settings are a domain and a URL', async () => {
  const answer = await post(exchange('r6.example.com'));
  expect(answer.status).toBe(201);
  expect(answer.body).toMatchObject({
    kind: 'exchange',
    exchange: { url: 'https://mail.example.com/EWS/Exchange.asmx' },
  });
  const refused = await post({ ...exchange('r6b.example.com'), exchange: { url: 'mail.example.com' } });
  expect(refused.body.errors).toEqual([
    expect.objectContaining({
      path: 'exchange.url',
      suggestion: 'https://mail.example.com/EWS/Exchange.asmx',
    }),
  ]);
});

describe('R7 IMAP or Exchange, never both', () => {
  test('the other kind gets 409 with the kind that exists', async () => {
    await post(imap('r7.example.com'));
    const second = await post(exchange('r7.example.com'));
    expect(second.status).toBe(409);
    expect(second.body).toMatchObject({ code: 'domain-already-configured', existingKind: 'imap' });
    const changed = await api.call('PUT', '/v1/mail-settings/r7.example.com', {
      body: exchange('r7.example.com'),
    });
    expect(changed.body).toMatchObject({ status: 409, code: 'kind-is-fixed' });
  });

  test('of 200 concurrent creates, half of each kind, exactly one wins', async () => {
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        post(index % 2 ? imap('race.example.com') : exchange('race.example.com')),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    expect(statuses.filter((status) => status === 201)).toHaveLength(1);
    expect(statuses.filter((status) => status === 409)).toHaveLength(199);
    const winner = answers.find(({ status }) => status === 201)!;
    const losers = answers.filter(({ status }) => status === 409);
    expect(losers.every(({ body }) => body.existingKind === winner.body.kind)).toBe(true);
    const { body } = await api.call('GET', '/v1/mail-settings?search=race.example.com');
    expect(body.data).toHaveLength(1);
  });

  describe('replacing one kind by the other', () => {
    const replace = (body: { domain: string }, headers: Record<string, string> = {}) =>
      api.call('POST', `/v1/mail-settings/${body.domain}/replace`, { body, headers });

    test('there and back, one request each, continues the revision, verifies, and is audited as one change', async () => {
      await post(imap('swap.example.com'));
      const there = await replace(exchange('swap.example.com'), { 'if-match': '"1"' });
      expect([there.status, there.headers.etag]).toEqual([200, '"2"']);
      expect(there.body).toMatchObject({ kind: 'exchange', verification: { state: 'queued' } });
      expect(there.body).not.toHaveProperty('imap');
      const back = await replace(imap('swap.example.com'), { 'if-match': '"2"' });
      expect(back.body).toMatchObject({ kind: 'imap', revision: 3, imap: { host: 'imap.example.com' } });
      const { body } = await api.call('GET', '/v1/audit-events?search=swap.example.com');
      const kindOf = (state: unknown) => (state as { kind?: string } | null)?.kind;
      const kinds = body.data.map(({ action, before, after }) => [action, kindOf(before), kindOf(after)]);
      expect(kinds).toEqual([
        ['mail-settings.updated', 'exchange', 'imap'],
        ['mail-settings.updated', 'imap', 'exchange'],
        ['mail-settings.created', undefined, 'imap'],
      ]);
    });

    test('sent twice changes nothing more; other servers of the same kind are 409, and no settings are 404', async () => {
      await post(imap('swap2.example.com'));
      await replace(exchange('swap2.example.com'), { 'if-match': '"1"' });
      const again = await replace(exchange('swap2.example.com'), { 'if-match': '"1"' });
      expect([again.status, again.body.revision]).toEqual([200, 2]);
      const other = {
        ...exchange('swap2.example.com'),
        exchange: { url: 'https://other.example.com/EWS/Exchange.asmx' },
      };
      expect((await replace(other)).body).toMatchObject({ status: 409, existingKind: 'exchange' });
      expect((await replace(imap('swap2.example.com'), { 'if-match': '"1"' })).status).toBe(412);
      expect((await replace(imap('none2.example.com'))).status).toBe(404);
    });

    test('of twelve at once with the same revision one wins, and every read meanwhile shows one kind', async () => {
      await post(imap('swap3.example.com'));
      const read = () => api.call('GET', '/v1/mail-settings/swap3.example.com');
      const answers = await Promise.all(
        Array.from({ length: 12 }, async (_, index) => {
          const url = `https://mail${index}.example.com/EWS/Exchange.asmx`;
          const body = { ...exchange('swap3.example.com'), exchange: { url } };
          const [saved, seen] = await Promise.all([replace(body, { 'if-match': '"1"' }), read()]);
          expect([seen.status, 'imap' in seen.body, 'exchange' in seen.body].join()).toMatch(
            /^200,(?:true,false|false,true)$/,
          );
          return saved.status;
        }),
      );
      expect(answers.toSorted((one, other) => one - other)).toEqual([200, ...Array<number>(11).fill(412)]);
    });
  });

  test('a body with both is refused at the field of the other kind', async () => {
    const answer = await post({
      ...imap('r7c.example.com'),
      exchange: { url: 'https://mail.example.com/EWS/Exchange.asmx' },
    });
    expect(answer.body.errors).toEqual([
      expect.objectContaining({ path: 'exchange', code: 'unknown-field' }),
    ]);
  });
});

test('R8 two accounts may configure the same domain, and neither reads the other’s settings', async () => {
  const token = api.other.tokens['super-admin'];
  await post(imap('r8.example.com'));
  expect((await api.call('GET', '/v1/mail-settings/r8.example.com', { token })).status).toBe(404);
  expect((await post(exchange('r8.example.com'), token)).status).toBe(201);
  expect((await api.call('GET', '/v1/mail-settings/r8.example.com')).body.kind).toBe('imap');
  await api.call('DELETE', '/v1/mail-settings/r8.example.com', { token });
  expect((await api.call('GET', '/v1/mail-settings/r8.example.com')).status).toBe(200);
});

describe('R10 creating and updating are different operations', () => {
  test('an update increases the revision and queues a verification; without settings it is 404', async () => {
    await post(imap('r10.example.com'));
    const url = '/v1/mail-settings/r10.example.com';
    const changed = imap('r10.example.com', { imap: { host: 'mail.example.com', port: 143 } });
    const answer = await api.call('PUT', url, { body: changed, headers: { 'if-match': '"1"' } });
    expect(answer.status).toBe(200);
    expect(answer.headers.etag).toBe('"2"');
    expect(answer.body).toMatchObject({ revision: 2, verification: { state: 'queued' } });
    expect(
      (await api.call('PUT', '/v1/mail-settings/none.example.com', { body: imap('none.example.com') }))
        .status,
    ).toBe(404);
  });

  test('a stale If-Match is 412 and changes nothing', async () => {
    await post(imap('r10b.example.com'));
    const url = '/v1/mail-settings/r10b.example.com';
    const body = imap('r10b.example.com', { imap: { host: 'mail.example.com', port: 143 } });
    const stale = await api.call('PUT', url, { body, headers: { 'if-match': '"7"' } });
    expect([stale.status, stale.body.code]).toEqual([412, 'revision-is-stale']);
    expect((await api.call('GET', url)).body.revision).toBe(1);
  });

  test('an update that changes nothing keeps the revision and queues nothing', async () => {
    const created = await post(imap('r10c.example.com'));
    const again = await api.call('PUT', '/v1/mail-settings/r10c.example.com', {
      body: imap('r10c.example.com'),
    });
    expect(again.body).toMatchObject({ revision: 1, verification: { id: created.body.verification!.id } });
  });
});

test('B7 every change is audited with actor, time, before and after', async () => {
  await post(imap('b7.example.com'));
  await api.call('PUT', '/v1/mail-settings/b7.example.com', {
    body: imap('b7.example.com', { imap: { host: 'mail.example.com', port: 143 } }),
  });
  await api.call('DELETE', '/v1/mail-settings/b7.example.com');
  const rows = await api.database.em
    .fork({ session: { variables: { 'postern.account_id': api.account.id } } })
    .execute<{ action: string; actor: string }[]>(
      `select action, actor, before #>> '{imap,host}' as before, after #>> '{imap,host}' as after
       from audit_event where subject = 'b7.example.com' order by id`,
    );
  const actor = 'first super-admin';
  expect(rows).toEqual([
    { action: 'mail-settings.created', actor, before: null, after: 'imap.example.com' },
    { action: 'mail-settings.updated', actor, before: 'imap.example.com', after: 'mail.example.com' },
    { action: 'mail-settings.deleted', actor, before: 'mail.example.com', after: null },
  ]);
});

test('the list pages by domain and neither skips nor repeats', async () => {
  const token = (await api.call('POST', '/v1/tokens', { body: { name: 'list', role: 'super-admin' } })).body
    .token as unknown as string;
  const seen: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
    const { body } = await api.call('GET', `/v1/mail-settings?limit=3${query}`, { token });
    seen.push(...body.data!.map((row: { domain: unknown }) => row.domain as string));
    cursor = body.nextCursor as unknown as string | null;
  }
  expect(seen).toEqual([...new Set(seen)].sort());
  const all = await api.call('GET', '/v1/mail-settings?limit=200', { token });
  expect(all.body.data!.map((row: { domain: unknown }) => row.domain)).toEqual(seen);
});

test.each([
  ['POST', '/v1/mail-settings', '{', 'application/json', 400, 'invalid-body'],
  ['POST', '/v1/mail-settings', 'a=b', 'application/x-www-form-urlencoded', 415, 'unsupported-media-type'],
  ['POST', '/v1/mail-settings', 'hello', 'text/plain', 415, 'unsupported-media-type'],
  [
    'POST',
    '/v1/mail-settings',
    JSON.stringify({ x: 'y'.repeat(2_000_000) }),
    'application/json',
    413,
    'body-too-large',
  ],
  ['POST', '/v1/mail-settings', '[]', 'application/json', 400, 'invalid-input'],
  ['POST', '/v1/mail-settings', 'null', 'application/json', 400, 'invalid-input'],
  ['GET', '/v1/mail-settings?limit=0', undefined, undefined, 400, 'invalid-input'],
  ['GET', '/v1/mail-settings?cursor=%00', undefined, undefined, 400, 'invalid-input'],
  ['GET', '/v1/mail-settings/not..a..domain', undefined, undefined, 400, 'invalid-input'],
  ['GET', '/v1/nowhere', undefined, undefined, 404, 'not-found'],
])('%s %s with %.20j as %s answers %i %s', async (method, url, body, type, status, code) => {
  const sent = body === undefined ? {} : { body, headers: { 'content-type': type } };
  const answer = await api.call(method, url, sent);
  expect([answer.status, answer.body.code]).toEqual([status, code]);
  expect(answer.body.requestId).toBe(answer.headers['x-request-id']);
});
