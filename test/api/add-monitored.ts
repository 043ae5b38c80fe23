import type { Client } from 'pg';

export type Monitored = {
  readonly endpoint?: string;
  readonly host: string;
  readonly port?: number;
  /** How many minutes ago it became due; default 0. */
  readonly dueForMinutes?: number;
  /** How many servers; those after the first have a number before their host. Default 1. */
  readonly count?: number;
};

/** Puts servers that are due on the schedule, each for one domain of the account. */
export async function addMonitored(
  observer: Client,
  accountId: string,
  { endpoint = 'imap', host, port = 993, dueForMinutes = 0, count = 1 }: Monitored,
): Promise<void> {
  await observer.query(
    `with wanted as (
       select n, gen_random_uuid() as server_id, gen_random_uuid() as settings_id,
         now() - make_interval(mins => $5) as due_at, case when n = 1 then '' else n || '.' end || $3 as host
       from generate_series(1, $6::int) n
     ), server as (
       insert into monitored_server (id, data_center, endpoint, host, port, tls, path, due_at)
       select server_id, '', $2, host, $4, 'implicit', '', due_at from wanted
     ), settings as (
       insert into mail_settings (id, account_id, domain, display_domain, kind, exchange_url, origin,
         created_by, updated_by)
       select settings_id, $1, settings_id || '.example.com', settings_id || '.example.com', 'exchange', '',
         'admin', '', '' from wanted
     ), domain as (
       insert into monitored_domain (server_id, settings_id, account_id) select server_id, settings_id, $1 from wanted
     ), account as (
       update monitored_account set turn_at = least(turn_at, now() - make_interval(mins => $5)) where account_id = $1
     )
     insert into account_server (server_id, account_id, look_at) select server_id, $1, due_at from wanted`,
    [accountId, endpoint, host, port, dueForMinutes, count],
  );
}
