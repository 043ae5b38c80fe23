import type { Server } from '@postern/core/server';
import { withoutAccount, type Database } from '@postern/database/database';

/** A server whose scheduled measurement is due. It is measured once for all domains that use it. */
export type DueServer = Server & { readonly id: string; readonly failures: number };

/**
 * The time in which no other worker measures a claimed server, in minutes. If the worker ends, another one claims
 * the server afterwards.
 */
const claimMinutes = 10;
/** The wait after the first, second, third and every further failure in a row, in minutes. */
const failingMinutes = [15, 60, 360, 1440];

/**
 * Claims up to `limit` servers whose measurement is due. If several workers claim at once, each server goes to one
 * of them. A worker whose `dataCenter` is null serves every data centre; any other worker serves its data centre
 * and the accounts without one.
 */
export async function claimDueServers(
  database: Database,
  limit: number,
  dataCenter: string | null,
): Promise<DueServer[]> {
  return withoutAccount(database).execute<DueServer[]>(
    `update monitored_server set due_at = now() + make_interval(mins => ?)
     where id in (
       select id from monitored_server
       where due_at <= now() and (?::text is null or data_center in ('', ?)) order by due_at limit ? for update skip locked
     ) returning id, endpoint, host, port, tls, path, failures`,
    [claimMinutes, dataCenter, dataCenter, limit],
  );
}

/**
 * Sets the time of a server's next measurement: a day, plus or minus four hours, after a success; sooner after a
 * failure, and later with every further failure.
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
    'update monitored_server set failures = ?, due_at = now() + make_interval(mins => ?) where id = ?',
    [failures, minutes, server.id],
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
      `delete from monitored_server where id = ?
       and not exists (select 1 from monitored_domain where server_id = monitored_server.id)`,
      [server.id],
    );
  }
  return rows.map(({ id }) => id);
}
