import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { firstIdOf } from '@postern/database/id';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { deleteExpired } from '../housekeeping/delete-expired.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const body = (domain: string, host = 'mail.example.com') => ({
  domain,
  kind: 'exchange',
  exchange: { url: `https://${host}/EWS/Exchange.asmx` },
});
const events = async (query: string, token = api.account.tokens['super-admin']) =>
  (await api.call('GET', `/v1/audit-events?${query}`, { token })).body;

test('B7 the actor is the token’s name, for an operator only “operator”', async () => {
  const operator = { token: api.operatorToken, headers: { 'postern-account': api.account.id } };
  const made = await api.call('POST', '/v1/mail-settings', { body: body('actors.example.com'), ...operator });
  expect([made.status, made.body.createdBy]).toEqual([201, 'operator']);
  const change = { body: body('actors.example.com', 'new.example.com') };
  const changed = await api.call('PUT', '/v1/mail-settings/actors.example.com', change);
  expect(changed.body.updatedBy).toBe('first super-admin');
  const { data } = await events('subject=actors.example.com');
  expect(data.map(({ actor }) => actor)).toEqual(['first super-admin', 'operator']);
});

test('B7 every change is listed with actor, time, before and after, newest first', async () => {
  const url = '/v1/mail-settings/b7.example.com';
  await api.call('POST', '/v1/mail-settings', { body: body('b7.example.com') });
  await api.call('PUT', url, {
    body: body('b7.example.com', 'new.example.com'),
    token: api.account.tokens['account-access'],
  });
  await api.call('DELETE', url);
  const { data } = await events('subject=b7.example.com');
  const urlOf = (side: unknown) => (side as { exchange?: { url: string } } | null)?.exchange?.url ?? null;
  expect(
    data.map(({ actor, action, before, after }) => [actor, action, urlOf(before), urlOf(after)]),
  ).toEqual([
    ['first super-admin', 'mail-settings.deleted', 'https://new.example.com/EWS/Exchange.asmx', null],
    [
      'first account-access',
      'mail-settings.updated',
      'https://mail.example.com/EWS/Exchange.asmx',
      'https://new.example.com/EWS/Exchange.asmx',
    ],
    ['first super-admin', 'mail-settings.created', null, 'https://mail.example.com/EWS/Exchange.asmx'],
  ]);
  const times = data.map((event) => String(event.at));
  expect(times.toReversed()).toEqual(times.toSorted());
  expect((await events('action=mail-settings.deleted')).data).toHaveLength(1);
});

test('the pages neither skip nor repeat events while others are written', async () => {
  for (let index = 0; index < 7; index += 1) {
    await api.call('POST', '/v1/mail-settings', { body: body(`page${index}.example.com`) });
  }
  const before = (await events('limit=200')).data.map(({ id }) => id);
  const seen: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await events(`limit=3${cursor === null ? '' : `&cursor=${cursor}`}`);
    seen.push(...page.data.map(({ id }) => id));
    cursor = page.nextCursor;
    await api.call('POST', '/v1/tokens', { body: { name: 'meanwhile', role: 'member' } });
  } while (cursor !== null);
  expect(seen).toEqual(before);
});

test('a search finds parts of domains in either spelling, and names of tokens, in any case', async () => {
  await api.call('POST', '/v1/mail-settings', { body: body('bücher.search.example.com') });
  await api.call('POST', '/v1/tokens', { body: { name: 'Firewall 100% (Edge_1)', role: 'network' } });
  const found = async (search: string) =>
    (await events(`search=${encodeURIComponent(search)}`)).data.map(({ action }) => action);
  for (const search of [
    'search.example',
    'SEARCH.example.com',
    'bücher',
    'BÜCHER.search',
    ' bücher ',
    '@bücher.search',
  ]) {
    expect([search, await found(search)]).toEqual([search, ['mail-settings.created']]);
  }
  for (const search of ['firewall', '100%', 'Edge_1']) {
    expect([search, await found(search)]).toEqual([search, ['token.created']]);
  }
  expect(await found('firewall_')).toEqual([]);
  expect(await found('first super-admin')).toContain('token.created');
});

test('the events of another account are not listed', async () => {
  expect((await events('limit=200', api.other.tokens['super-admin'])).data).toEqual([]);
});

test('events are kept for the days that the operator set, in every account', async () => {
  await api.call('POST', '/v1/mail-settings', { body: body('old.example.com') });
  await api.call('POST', '/v1/mail-settings', { body: body('young.example.com') });
  const em = api.database.em.fork({ session: { variables: { 'postern.account_id': api.account.id } } });
  await em.execute(`update audit_event set id = ? where subject = 'old.example.com'`, [
    firstIdOf(new Date(Date.now() - 31 * 86_400_000)),
  ]);
  await deleteExpired(api.database, { auditRetentionDays: 30 });
  expect((await events('subject=old.example.com')).data).toEqual([]);
  expect((await events('subject=young.example.com')).data).toHaveLength(1);
});

test.each(['cursor=bm90LWEtdXVpZA', 'cursor=%00', 'limit=201', 'limit=x', 'subject=%00', 'page=2'])(
  '?%s is 400',
  async (query) => {
    expect((await api.call('GET', `/v1/audit-events?${query}`)).status).toBe(400);
  },
);
