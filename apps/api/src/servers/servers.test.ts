import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { withoutAccount } from '@postern/database/database';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const save = (domain: string, host: string, token = api.account.tokens['super-admin']) =>
  api.call('POST', '/v1/mail-settings', {
    token,
    body: { domain, kind: 'imap', imap: { host, port: 993 }, smtp: { host, port: 465 } },
  });
const list = async (query = '', token = api.account.tokens['super-admin']) =>
  (await api.call('GET', `/v1/servers${query}`, { token })).body.data;
const run = (sql: string) => withoutAccount(api.database).execute(sql);

test('lists the servers of the account’s domains once each, those that fail first, with the next check', async () => {
  for (const domain of ['one.example.com', 'two.example.com']) await save(domain, 'shared.example.com');
  await save('three.example.com', 'single.example.com');
  await run(
    `update monitored_server set failures = 1 where host = 'single.example.com' and endpoint = 'smtp'`,
  );
  const servers = await list();
  expect(servers.map(({ host, port, domains, isFailing }) => [host, port, domains, isFailing])).toEqual([
    ['single.example.com', 465, 1, true],
    ['shared.example.com', 465, 2, false],
    ['shared.example.com', 993, 2, false],
    ['single.example.com', 993, 1, false],
  ]);
  expect(Date.parse(servers[0]!.nextCheckAt as string)).toBeGreaterThan(Date.now());
  expect((await list('?domain=three.example.com')).map(({ host }) => host)).toEqual([
    'single.example.com',
    'single.example.com',
  ]);
  expect(await list('?domain=none.example.com')).toEqual([]);
});

test('R8 shows the days of a shared server only from the day after the account began to use it', async () => {
  await save('theirs.example.com', 'popular.example.com', api.other.tokens['super-admin']);
  await run(`update account_server set since = now() - interval '60 days'`);
  await run(
    `insert into server_day select id, current_date - n, 2, case when n = 4 then 1 else 0 end, 300
     from monitored_server, unnest(array[0, 4, 29, 30]) n where host = 'popular.example.com' and endpoint = 'imap'`,
  );
  await save('mine.example.com', 'popular.example.com');
  const mine = await list('?domain=mine.example.com');
  expect(mine.map(({ days, domains }) => [days, domains])).toEqual([
    [[], 1],
    [[], 1],
  ]);
  const theirs = await list('', api.other.tokens['super-admin']);
  expect(theirs.map(({ host }) => host)).toEqual(['popular.example.com', 'popular.example.com']);
  const days = theirs.find(({ endpoint }) => endpoint === 'imap')!.days as object[];
  expect(days).toEqual([
    expect.objectContaining({ checks: 2, failures: 0, meanMs: 150 }),
    expect.objectContaining({ checks: 2, failures: 1, meanMs: 300 }),
    expect.objectContaining({ checks: 2, failures: 0, meanMs: 150 }),
  ]);
});
