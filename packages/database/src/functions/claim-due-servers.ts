import type { Server } from '@postern/core/server';
import type { Database } from '../database.js';
import { preparedQuery } from '../prepared-query.js';
import { choosingLock, turnsOfServer } from './dispatch-verifications.js';
import { planByKey } from './plan-by-key.js';

/** What one claim looks at, in servers. Accounts whose servers were not all looked at come first in the next claim. */
const mostLooks = 400;

/**
 * Claims servers that are due to be measured, each with one of the server's turns, which dispatched verifications share.
 * Accounts take turns: in each pass, the accounts with due servers give one each, in the order of their last turns. A
 * claim walks accounts and not servers, so it costs the same however many servers are due. An account named
 * \`most_of_account\` times in \`running\` gives none. A server without a free turn is looked at again after a second. A
 * claim that ran out gives its turn back.
 */
export const claimDueServersFunction = `
  create or replace function claim_due_servers(
    wanted_center text, most int, most_of_account int, running uuid[], claim_minutes int,
    measured_by uuid
  ) returns table (id uuid, account_id uuid, endpoint text, host text, port int, tls text, path text, failures int)
  language plpgsql ${planByKey} as $$
  #variable_conflict use_column
  declare
    moment timestamptz;
    turn record;
    due record;
    next_look timestamptz;
    claimed int := 0;
    looks int := 0;
    looks_before int;
  begin
    perform pg_advisory_xact_lock(${choosingLock});
    delete from server_turn t using monitored_server s
      where t.holder_id = s.id and s.due_at <= now();
    loop
      moment := clock_timestamp();
      looks_before := looks;
      for turn in
        select a.account_id as owner from monitored_account a
        where a.turn_at <= moment and (wanted_center is null or a.data_center in ('', wanted_center))
        order by a.turn_at limit most * 4 for update skip locked
      loop
        for look in 1 .. 8 loop
          exit when claimed >= most
            or (select count(*) from unnest(running) r where r = turn.owner) >= most_of_account;
          due := claim_next_server(turn.owner, claim_minutes, measured_by);
          exit when due.server_id is null;
          looks := looks + 1;
          continue when not due.is_claimed;
          claimed := claimed + 1;
          running := running || turn.owner;
          account_id := turn.owner;
          select s.id, s.endpoint, s.host, s.port, s.tls, s.path, s.failures
            into id, endpoint, host, port, tls, path, failures from monitored_server s where s.id = due.server_id;
          return next;
          exit;
        end loop;
        next_look := (select u.look_at from account_server u where u.account_id = turn.owner order by u.look_at limit 1);
        -- An hour, because a save leaves this row alone: servers that it adds are due in 18 hours at the earliest.
        update monitored_account a set turn_at = least(greatest(next_look, clock_timestamp()), now() + interval '1 hour')
          where a.account_id = turn.owner;
        exit when claimed >= most;
      end loop;
      exit when claimed >= most or looks = looks_before or looks >= ${mostLooks};
    end loop;
  end $$;
`;

/**
 * Looks at the server of an account that was to be looked at longest ago, and claims it if it is due and has a free turn.
 * Each look moves that time, so the next look finds another server. Null if there is none to look at. A server that no
 * domain uses any more is removed.
 */
export const claimNextServerFunction = `
  create or replace function claim_next_server(
    owner uuid, claim_minutes int, measured_by uuid, out server_id uuid, out is_claimed boolean
  ) language plpgsql as $$
  #variable_conflict use_column
  declare
    found_id uuid;
    server record;
    next_look timestamptz;
  begin
    select u.server_id into found_id from account_server u
      where u.account_id = owner and u.look_at <= now() order by u.look_at limit 1;
    if not found then return; end if;
    server_id := found_id;
    is_claimed := false;
    next_look := now() + interval '1 second';
    if not exists (select 1 from monitored_domain d where d.server_id = found_id and d.account_id = owner) then
      -- Whoever adds a domain of this server holds a lock of the server's row until it commits.
      perform 1 from monitored_server s where s.id = found_id for update skip locked;
      if found and not exists (select 1 from monitored_domain d where d.server_id = found_id and d.account_id = owner) then
        delete from account_server u where u.server_id = found_id and u.account_id = owner;
        delete from monitored_server s where s.id = found_id
          and not exists (select 1 from account_server u where u.server_id = found_id);
        return;
      end if;
    else
      select s.* into server from monitored_server s where s.id = found_id for no key update skip locked;
      if found and server.due_at > now() then
        next_look := server.due_at;
      elsif found and (select count(*) from server_turn t
          where t.server = server.host || ':' || server.port) < ${turnsOfServer} then
        next_look := now() + make_interval(mins => claim_minutes);
        insert into server_turn (server, holder_id, worker_id)
          values (server.host || ':' || server.port, found_id, measured_by);
        update monitored_server s set due_at = next_look where s.id = found_id;
        is_claimed := true;
      end if;
    end if;
    update account_server u set look_at = next_look where u.server_id = found_id and u.account_id = owner;
  end $$;
`;

/** A server that is due to be measured, for all domains that use it; `accountId` is the account whose turn it was. */
export type DueServer = Server & {
  readonly id: string;
  readonly accountId: string;
  readonly failures: number;
};

/** No other worker measures a claimed server for this long; if the worker ends, another one claims it afterwards. */
const claimMinutes = 10;

const statement = {
  name: 'claim-due-servers',
  text: `select id, account_id as "accountId", endpoint, host, port, tls, path, failures
    from claim_due_servers($1, $2, $3, $4, $5, $6)`,
};

export type WantedServers = {
  /** The turns of this worker's measurements are free again when it has no heartbeat for 10 s. */
  readonly workerId: string;
  readonly limit: number;
  /** Null serves every data centre; a named one is served beside the accounts that have none. */
  readonly dataCenter: string | null;
  /** The accounts of the servers that the caller measures now, one entry for each server. */
  readonly running: readonly string[];
  /** An account with so many of them gives no further one. */
  readonly mostOfAccount: number;
};

/** Claims up to `limit` due servers, of the accounts in turn; each goes to one caller. */
export function claimDueServers(
  database: Database,
  { workerId, limit, dataCenter, running, mostOfAccount }: WantedServers,
): Promise<DueServer[]> {
  const values = [dataCenter, limit, mostOfAccount, running, claimMinutes, workerId];
  return preparedQuery<DueServer>(database, statement, values);
}
