import type { Database } from './database.js';
import { preparedQuery } from './prepared-query.js';

/** The ids of the last 100 changes of an account within a minute, and the newest revision of the allowlist. */
type SummaryChanges = { readonly accountId: string; readonly changes: readonly string[] };

const statement = {
  name: 'watch-summaries',
  text: `
    with watched as (
      insert into watched_summary as w (account_id, watched_until)
        select a, now() + interval '30 seconds' from unnest($1::uuid[]) a
        on conflict (account_id) do update set watched_until = excluded.watched_until
          where w.watched_until < now() + interval '15 seconds'
    ), old as (
      delete from summary_change c where c.account_id = any($1) and c.at < now() - interval '1 minute'
    )
    select a as "accountId", array(select c.id::text from summary_change c where c.account_id = a
          and (not c.is_measurement or c.at < date_bin('10 seconds', now(), '2026-01-01')) order by c.id desc limit 100)
        || array(select 'allowlist ' || max(r.revision) from allowlist_revision r) as changes
      from unnest($1::uuid[]) a`,
};

/**
 * Reads what has changed in the summaries of these accounts within the last minute, and asks that changes are noted for 30 s
 * more. A change is noted in its own transaction, so whoever reads a new id finds the change itself. Measurements of servers
 * are told together every 10 s, because an account with many servers has one every second.
 */
export function watchSummaries(database: Database, accountIds: readonly string[]): Promise<SummaryChanges[]> {
  return preparedQuery<SummaryChanges>(database, statement, [accountIds]);
}
