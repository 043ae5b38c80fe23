import { inAccount, type Database } from './database.js';

/** A day on which a server was measured; `passedMs` is the time that the measurements without a failure took together. */
type ServerDay = {
  readonly day: string;
  readonly checks: number;
  readonly failures: number;
  readonly passedMs: number;
};

/** A server that domains of an account use. `domains` is at most 10,000. */
export type AccountServer = {
  readonly endpoint: 'imap' | 'smtp' | 'exchange';
  readonly host: string;
  readonly port: number;
  readonly domains: number;
  readonly failures: number;
  readonly nextCheckAt: string;
  readonly days: readonly ServerDay[];
};

/** How long the days of a server are kept and shown. */
export const serverDaysKept = 30;

/** A server that fails is measured again soon, so the servers that are due first include those that fail. */
const consideredServers = 200;
const shownServers = 50;

/**
 * Reads at most 50 servers of an account: those that failed in their last measurement first, then those of the most
 * domains. Of an account with more than 200 servers only the 200 that are due first are considered, so that the time does
 * not grow with the account. `domain` selects the servers of one domain.
 */
export function listAccountServers(
  database: Database,
  accountId: string,
  domain: string | null,
): Promise<AccountServer[]> {
  return inAccount(database, accountId).execute<AccountServer[]>(
    `with used as materialized (
       select u.server_id, u.since from account_server u
       where u.account_id = ? ${
         domain === null
           ? ''
           : `and u.server_id in (
               select d.server_id from monitored_domain d join mail_settings s on s.id = d.settings_id
               where s.account_id = ? and s.domain = ?)`
       }
       order by u.look_at limit ${consideredServers}
     ), shown as materialized (
       select s.*, u.since, (
           select count(*) from (
             select from monitored_domain d where d.server_id = s.id and d.account_id = ? limit 10000) counted
         )::int as domains
       from used u join monitored_server s on s.id = u.server_id
       order by s.failures > 0 desc, domains desc, s.host, s.port limit ${shownServers}
     )
     select endpoint, host, port, domains, failures, to_json(due_at) #>> '{}' as "nextCheckAt", (
         select coalesce(json_agg(json_build_object('day', d.day, 'checks', d.checks, 'failures', d.failures,
           'passedMs', d.passed_ms) order by d.day), '[]')
         from server_day d
         where d.server_id = shown.id and d.day > greatest(current_date - ${serverDaysKept}, since::date)
       ) as days
     from shown`,
    domain === null ? [accountId, accountId] : [accountId, accountId, domain, accountId],
  );
}
