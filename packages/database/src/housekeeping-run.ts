import { withoutAccount, type Database } from './database.js';

/** Begins housekeeping unless any process has begun it within the last `everySeconds`; returns whether this one may. */
export async function beginHousekeeping(database: Database, everySeconds: number): Promise<boolean> {
  const rows = await withoutAccount(database).execute<object[]>(
    `insert into housekeeping_run (begun_at) values (now())
     on conflict (id) do update set begun_at = now()
       where housekeeping_run.begun_at < now() - make_interval(secs => ?)
     returning id`,
    [everySeconds],
  );
  return rows.length > 0;
}

/** Records that housekeeping has ended without an error. */
export async function recordHousekeeping(database: Database): Promise<void> {
  await withoutAccount(database).execute('update housekeeping_run set succeeded_at = now()');
}

/** When housekeeping last ended without an error, in seconds since 1970; `null` if it never did. */
export async function lastHousekeeping(database: Database): Promise<number | null> {
  const [row] = await withoutAccount(database).execute<{ at: string | null }[]>(
    'select extract(epoch from succeeded_at) as at from housekeeping_run',
  );
  return row?.at == null ? null : Number(row.at);
}
