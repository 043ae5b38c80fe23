import type { Server } from '@postern/core/server';
import type { Database } from '../database.js';
import { preparedQuery } from '../prepared-query.js';
import { choosingLock, turnsOfServer } from './dispatch-verifications.js';
import { planByKey } from './plan-by-key.js';

/**
 * Claims servers that are due to be measured, each with one of the server's turns, which dispatched verifications share.
 * A server without a free turn stays due. A claim that ran out gives its turn back.
 */
export const claimDueServersFunction = `
  create or replace function claim_due_servers(wanted_center text, most int, claim_minutes int)
  returns table (id uuid, endpoint text, host text, port int, tls text, path text, failures int)
  language plpgsql ${planByKey} as $$
  #variable_conflict use_column
  declare
    due record;
    claimed int := 0;
  begin
    perform pg_advisory_xact_lock(${choosingLock});
    delete from server_turn t using monitored_server s
      where t.holder_id = s.id and s.due_at <= now();
    for due in
      select s.* from monitored_server s
      where s.due_at <= now() and (wanted_center is null or s.data_center in ('', wanted_center))
      order by s.due_at limit most * 4 for update skip locked
    loop
      exit when claimed >= most;
      continue when (select count(*) from server_turn t
        where t.server = due.host || ':' || due.port) >= ${turnsOfServer};
      insert into server_turn (server, holder_id) values (due.host || ':' || due.port, due.id);
      update monitored_server s set due_at = now() + make_interval(mins => claim_minutes) where s.id = due.id;
      claimed := claimed + 1;
      id := due.id;
      endpoint := due.endpoint;
      host := due.host;
      port := due.port;
      tls := due.tls;
      path := due.path;
      failures := due.failures;
      return next;
    end loop;
  end $$;
`;

/** A server that is due to be measured, for all domains that use it. */
export type DueServer = Server & { readonly id: string; readonly failures: number };

/** No other worker measures a claimed server for this long; if the worker ends, another one claims it afterwards. */
const claimMinutes = 10;

const statement = {
  name: 'claim-due-servers',
  text: 'select id, endpoint, host, port, tls, path, failures from claim_due_servers($1, $2, $3)',
};

/**
 * Claims up to `limit` due servers; each goes to one caller. `dataCenter` null serves every data centre; a named one is
 * served beside the accounts that have none.
 */
export function claimDueServers(
  database: Database,
  limit: number,
  dataCenter: string | null,
): Promise<DueServer[]> {
  return preparedQuery<DueServer>(database, statement, [dataCenter, limit, claimMinutes]);
}
