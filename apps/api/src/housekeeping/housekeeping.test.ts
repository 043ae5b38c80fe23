import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { beginHousekeeping, lastHousekeeping, recordHousekeeping } from '@postern/database/housekeeping-run';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { deleteExpired } from './delete-expired.js';

let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.stop());

test('of ten processes one keeps house, and none again within the hour', async () => {
  const begun = await Promise.all(Array.from({ length: 10 }, () => beginHousekeeping(api.database, 3600)));
  expect(begun.filter(Boolean)).toHaveLength(1);
  expect(await beginHousekeeping(api.database, 3600)).toBe(false);
  await api.database.em
    .fork()
    .execute(`update housekeeping_run set begun_at = now() - interval '61 minutes'`);
  expect(await beginHousekeeping(api.database, 3600)).toBe(true);
});

test('the time of the last success is a metric', async () => {
  expect(await lastHousekeeping(api.database)).toBeNull();
  await recordHousekeeping(api.database);
  const { body } = await api.call('GET', '/metrics', { token: null });
  const [, seconds] = /^postern_housekeeping_success_timestamp_seconds (\S+)$/m.exec(String(body))!;
  expect(Math.abs(Number(seconds) - Date.now() / 1000)).toBeLessThan(60);
});

test('an account whose rows cannot be deleted does not stop the others', async () => {
  const [first, second] = [api.account, api.other].toSorted((one, other) => (one.id < other.id ? -1 : 1));
  const em = api.database.em.fork();
  await em.execute(`create function refuse_delete() returns trigger language plpgsql as
    $body$ begin raise exception 'refused'; end $body$`);
  await em.execute(`create trigger refuse before delete on audit_event for each row
    when (old.account_id = '${first!.id}') execute function refuse_delete()`);
  for (const account of [first!, second!]) {
    const token = account.tokens['super-admin'];
    await api.call('POST', '/v1/tokens', { token, body: { name: 'new', role: 'member' } });
  }
  const failed: string[] = [];
  await deleteExpired(api.database, -1, (id) => failed.push(id));
  expect(failed).toEqual([first!.id]);
  const left = await api.call('GET', '/v1/audit-events', { token: second!.tokens['super-admin'] });
  expect(left.body.data).toEqual([]);
});
