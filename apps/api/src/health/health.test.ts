import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { waitUntil } from '@postern/test/environment/wait-until';
import { Client } from 'pg';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const ask = async (path: string) => {
  const { status, body } = await api.call('GET', path, { token: null });
  return [status, body] as const;
};

test('liveness and readiness need no token', async () => {
  expect(await ask('/livez')).toEqual([200, { status: 'alive' }]);
  // The first look at the queue makes its tables, which may take longer than an answer may.
  await waitUntil(async () => (await ask('/readyz'))[1]!['queue'] === 'ready');
  expect(await ask('/readyz')).toEqual([200, { status: 'ready', database: 'ready', queue: 'ready' }]);
});

test('an api that is newer than the schema of its database is alive and not ready', async () => {
  const em = api.database.em.fork();
  await em.execute('delete from mikro_orm_migrations where id = (select max(id) from mikro_orm_migrations)');
  const pending = { status: 'not-ready', database: 'migrations-pending', queue: 'ready' };
  expect(await ask('/readyz')).toEqual([503, pending]);
  await em.execute('drop table mikro_orm_migrations');
  expect(await ask('/readyz')).toEqual([503, pending]);
  expect((await ask('/livez'))[0]).toBe(200);
});

test('an api whose database accepts no changes is not ready, and says so to who tries', async () => {
  const fresh = await startTestApi();
  const name = new URL(fresh.testDatabase.connectionString).pathname.slice(1);
  const superuser = new Client({ connectionString: fresh.testDatabase.superuserConnectionString });
  await superuser.connect();
  await superuser.query(`alter database ${name} set default_transaction_read_only = on`);
  // A session keeps the setting that it began with, so each session of the api has to end.
  await superuser.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()',
    [name],
  );
  await superuser.end();
  await waitUntil(async () => {
    const { status, body } = await fresh.call('GET', '/readyz', { token: null });
    return status === 503 && body['database'] === 'read-only';
  });
  await waitUntil(async () => {
    const answer = await fresh.call('POST', '/v1/tokens', { body: { name: 'new', role: 'member' } });
    return answer.status === 503 && answer.body.code === 'database-read-only';
  });
  await fresh.stop();
}, 60_000);
