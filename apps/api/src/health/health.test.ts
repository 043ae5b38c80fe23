import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

const ask = async (path: string) => {
  const { status, body } = await api.call('GET', path, { token: null });
  return [status, body];
};

test('liveness and readiness need no token', async () => {
  expect(await ask('/livez')).toEqual([200, { status: 'alive' }]);
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
