import { withoutAccount, type Database } from '@postern/database/database';
import type { DueServer } from '@postern/database/functions/claim-due-servers';

/** The wait after the first, second, third and every further failure in a row, in minutes. */
const failingMinutes = [15, 60, 360, 1440];

/**
 * Gives the server's turn back and sets the time of its next measurement: a day, plus or minus four hours, after a
 * success; sooner after a failure, and later with every further failure.
 */
export async function rescheduleServer(
  database: Database,
  server: DueServer,
  isHealthy: boolean,
): Promise<void> {
  const failures = isHealthy ? 0 : server.failures + 1;
  const minutes = isHealthy
    ? 1440 + Math.round((Math.random() - 0.5) * 480)
    : failingMinutes[Math.min(failures, failingMinutes.length) - 1]!;
  await withoutAccount(database).execute(
    `with turn as (delete from server_turn where holder_id = ?)
     update monitored_server set failures = ?, due_at = now() + make_interval(mins => ?) where id = ?`,
    [server.id, failures, minutes, server.id],
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
