import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const call = (method: string, url: string, body?: unknown, headers: Record<string, string> = {}) =>
  api.call(method, url, { token: api.operatorToken, headers, ...(body === undefined ? {} : { body }) });

test('an operator creates, lists, reads and changes accounts', async () => {
  const created = await call('POST', '/v1/accounts', { name: 'Example Ltd', dataCenter: 'eu1' });
  expect(created.status).toBe(201);
  const id = created.body.id;
  expect(created.headers.location).toBe(`/v1/accounts/${id}`);
  expect(created.body).toMatchObject({ name: 'Example Ltd', dataCenter: 'eu1' });
  const changed = await call('PATCH', `/v1/accounts/${id}`, { dataCenter: null });
  expect(changed.body).toMatchObject({ name: 'Example Ltd', dataCenter: null });
  expect((await call('GET', `/v1/accounts/${id}`)).body).toEqual(changed.body);
  const { body } = await call('GET', '/v1/accounts?limit=200');
  expect(body.data).toContainEqual(changed.body);
});

test('two accounts cannot have the same name, also when they are created at the same time', async () => {
  const answers = await Promise.all(
    Array.from({ length: 8 }, () => call('POST', '/v1/accounts', { name: 'Twice Ltd' })),
  );
  expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([
    201, 409, 409, 409, 409, 409, 409, 409,
  ]);
  const other = await call('POST', '/v1/accounts', { name: 'Third Ltd' });
  const renamed = await call('PATCH', `/v1/accounts/${other.body.id}`, { name: 'Twice Ltd' });
  expect([renamed.status, renamed.body.code]).toEqual([409, 'conflict']);
});

test('B7 what an operator does to an account is in that account’s audit', async () => {
  const { body: account } = await call('POST', '/v1/accounts', { name: 'Audited Ltd' });
  await call('PATCH', `/v1/accounts/${account.id}`, { dataCenter: 'us2' });
  await call('PATCH', `/v1/accounts/${account.id}`, { dataCenter: 'us2' });
  const { body } = await call('GET', '/v1/audit-events', undefined, {
    'postern-account': String(account.id),
  });
  expect(body.data.map(({ actor, action, before, after }) => ({ actor, action, before, after }))).toEqual([
    {
      actor: 'operator',
      action: 'account.updated',
      before: { name: 'Audited Ltd', dataCenter: null },
      after: { name: 'Audited Ltd', dataCenter: 'us2' },
    },
    {
      actor: 'operator',
      action: 'account.created',
      before: null,
      after: { name: 'Audited Ltd', dataCenter: null },
    },
  ]);
});

test.each([
  [{}, 'name', 'required'],
  [{ name: '' }, 'name', 'too-small'],
  [{ name: 'a\u0000b' }, 'name', 'wrong-format'],
  [{ name: 'x', dataCenter: 'EU 1' }, 'dataCenter', 'wrong-format'],
  [{ name: 'x', plan: 'gold' }, 'plan', 'unknown-field'],
])('%j is refused at %s', async (body, path, code) => {
  const answer = await call('POST', '/v1/accounts', body);
  expect(answer.status).toBe(400);
  expect(answer.body.errors).toEqual([expect.objectContaining({ path, code })]);
});

test.each(['not-an-id', '00000000-0000-7000-8000-000000000000'])(
  'the account %s is not found',
  async (id) => {
    expect((await call('GET', `/v1/accounts/${id}`)).status).toBe(404);
    expect((await call('PATCH', `/v1/accounts/${id}`, { name: 'x' })).status).toBe(404);
  },
);

test('when an account moves, the workers of its new data centre measure its servers', async () => {
  const server = { host: 'mail.example.com', port: 993 };
  const body = { domain: 'moves.example.com', kind: 'imap', imap: server, smtp: { ...server, port: 465 } };
  await api.call('POST', '/v1/mail-settings', { body });
  await call('PATCH', `/v1/accounts/${api.account.id}`, { dataCenter: 'eu1' });
  const rows = await api.database.em.fork().execute<{ data_center: string; endpoint: string }[]>(
    `select s.data_center, s.endpoint from monitored_domain d join monitored_server s on s.id = d.server_id
       where d.account_id = ? order by s.endpoint`,
    [api.account.id],
  );
  expect(rows).toEqual([
    { data_center: 'eu1', endpoint: 'imap' },
    { data_center: 'eu1', endpoint: 'smtp' },
  ]);
});
