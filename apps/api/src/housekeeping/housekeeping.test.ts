import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { beginHousekeeping, lastHousekeeping, recordHousekeeping } from '@postern/database/housekeeping-run';
import { inAccount } from '@postern/database/database';
import { firstIdOf } from '@postern/database/id';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { Client } from 'pg';
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
  await deleteExpired(api.database, { auditRetentionDays: -1, onFailure: (what) => failed.push(what) });
  expect(failed).toEqual([`the account ${first!.id}`]);
  const left = await api.call('GET', '/v1/audit-events', { token: second!.tokens['super-admin'] });
  expect(left.body.data).toEqual([]);
});

test('of each domain the last verification that passed and the last that failed are kept, and all of 90 days', async () => {
  const em = inAccount(api.database, api.account.id);
  const id = (daysOld: number) => firstIdOf(new Date(Date.now() - daysOld * 86_400_000));
  const rows = [
    ...Array.from({ length: 5000 }, (_, n) => ({ id: id(5200 - n), domain: `d${n % 3}`, state: 'passed' })),
    { id: id(99), domain: 'd1', state: 'failed' },
    { id: id(98), domain: 'd1', state: 'superseded' },
    { id: id(97), domain: 'd1', state: 'passed', trigger: 'try' },
    { id: id(96), domain: 'd2', state: 'running' },
    { id: id(95), domain: 'd2', state: 'failed' },
    { id: id(94), domain: 'd2', state: 'failed' },
    { id: id(2), domain: 'd2', state: 'superseded' },
    { id: id(1), domain: 'd2', state: 'passed', trigger: 'try' },
  ];
  await em.execute(
    `insert into verification (id, account_id, domain, trigger, servers, state)
     select id, ?, domain, coalesce(trigger, 'manual'), '{}', state
     from jsonb_to_recordset(?::jsonb) as r (id uuid, domain text, state text, trigger text)`,
    [api.account.id, JSON.stringify(rows)],
  );
  await deleteExpired(api.database, { auditRetentionDays: 365 });
  const kept = await em.execute<{ kept: string }[]>(
    `select domain || ' ' || state || ' ' || trigger as kept from verification where domain in ('d0', 'd1', 'd2')
     order by domain, id`,
  );
  expect(kept.map((row) => row.kept)).toEqual([
    'd0 passed manual',
    'd1 passed manual',
    'd1 failed manual',
    'd2 passed manual',
    'd2 running manual',
    'd2 failed manual',
    'd2 superseded manual',
    'd2 passed try',
  ]);
});

test('a statement that takes long is followed by one for fewer rows', async () => {
  const superuser = new Client({ connectionString: api.testDatabase.superuserConnectionString });
  await superuser.connect();
  await superuser.query(`
    drop trigger if exists refuse on audit_event;
    create table deletion (transaction timestamptz);
    create function slow_deletion() returns trigger security definer language plpgsql as $$
      begin
        perform pg_sleep(0.002);
        insert into public.deletion values (now());
        return old;
      end $$;
    create trigger slow_deletion before delete on audit_event for each row execute function slow_deletion()`);
  const old = firstIdOf(new Date('2020-01-01'));
  await superuser.query(
    `insert into audit_event (id, account_id, actor, action, subject)
     select overlay($2::text placing lpad(to_hex(n), 12, '0') from 25)::uuid, $1, 'Jane', 'mail-settings.updated', 'example.com'
     from generate_series(1, 300) n`,
    [api.account.id, old],
  );
  await deleteExpired(api.database, { auditRetentionDays: 365 });
  const { rows } = await superuser.query<{ deleted: string }>(
    'select count(*) as deleted from deletion group by transaction order by transaction',
  );
  await superuser.query('drop trigger slow_deletion on audit_event; drop table deletion');
  await superuser.end();
  const [first, ...later] = rows.map(({ deleted }) => Number(deleted));
  expect([first, later.reduce((sum, deleted) => sum + deleted, 0)]).toEqual([100, 200]);
  expect(Math.max(...later)).toBeLessThanOrEqual(20); // 40 ms hold 20 rows of 2 ms.
});
