import { withoutAccount, type Database } from '@postern/database/database';
import type { DueServer } from '@postern/database/functions/claim-due-servers';

/** The wait after the first, second, third and every further failure in a row, in minutes. */
const failingMinutes = [15, 60, 360, 1440];

/** What a measurement says of the server itself, whatever its domains ask of a certificate. */
export type Measurement = { readonly hasPassed: boolean; readonly tookMs: number };

/**
 * Gives the server's turn back, adds the measurement to the server's day, and sets the time of its next measurement: a day, plus
 * or minus four hours, after a success; sooner after a failure, and later with every further failure.
 */
export async function rescheduleServer(
  database: Database,
  server: DueServer,
  isHealthy: boolean,
  { hasPassed, tookMs }: Measurement,
): Promise<void> {
  const failures = isHealthy ? 0 : server.failures + 1;
  const minutes = isHealthy
    ? 1440 + Math.round((Math.random() - 0.5) * 480)
    : failingMinutes[Math.min(failures, failingMinutes.length) - 1]!;
  await withoutAccount(database).execute(
    `with turn as (delete from server_turn where holder_id = ?),
     counted as (
       insert into server_day as d (server_id, day, checks, failures, passed_ms)
       select id, current_date, 1, ?, ? from monitored_server where id = ?
       on conflict (server_id, day) do update set checks = d.checks + 1,
         failures = d.failures + excluded.failures, passed_ms = d.passed_ms + excluded.passed_ms
     )
     update monitored_server set failures = ?, due_at = now() + make_interval(mins => ?) where id = ?`,
    [server.id, hasPassed ? 0 : 1, hasPassed ? tookMs : 0, server.id, failures, minutes, server.id],
  );
}

/** Returns the accounts whose domains use a server. Removes a server that no domain uses from the schedule. */
export async function accountsOf(database: Database, server: DueServer): Promise<string[]> {
  const em = withoutAccount(database);
  const rows = await em.execute<{ id: string }[]>(
    'select distinct account_id as id from monitored_domain where server_id = ?',
    [server.id],
  );
  if (rows.length === 0) {
    await em.execute(
      `with turn as (delete from server_turn where holder_id = ?)
       delete from monitored_server where id = ?
       and not exists (select 1 from monitored_domain where server_id = monitored_server.id)`,
      [server.id, server.id],
    );
  }
  return rows.map(({ id }) => id);
}
