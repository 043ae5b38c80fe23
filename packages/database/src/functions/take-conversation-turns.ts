import type { Database } from '../database.js';
import { preparedQuery } from '../prepared-query.js';
import { turnsOfServer } from './dispatch-verifications.js';
import { planByKey } from './plan-by-key.js';

/** The advisory lock of turns of addresses. */
const turnsLock = 727468839;

/**
 * Gives back the turns of conversations that ended, notes those that ask for turns, and returns the ids of the worker's
 * conversations that now have them. A conversation gets a turn of every address that it may connect to, or none. An
 * address has two turns for all workers; an account has one of them while another account's conversation waits there.
 */
export const takeConversationTurnsFunction = `
  create or replace function take_conversation_turns(worker uuid, wanted jsonb, ended jsonb) returns uuid[]
  language plpgsql ${planByKey} as $$
  declare
    conversation record;
    granted uuid[];
  begin
    -- Turns that a crash of PostgreSQL loses belong to conversations whose workers lose their leases too.
    perform set_config('synchronous_commit', 'off', true);
    perform pg_advisory_xact_lock(${turnsLock});
    delete from conversation_turn t using jsonb_to_recordset(ended) as e (id uuid) where t.conversation_id = e.id;
    -- A result that is stored at this moment deletes its turns itself. Waiting for it could be a deadlock: it deletes the
    -- turns of one verification in another order.
    delete from server_turn t where t.ctid = any (array(
      select s.ctid from jsonb_to_recordset(ended) as e ("holderId" uuid, server text)
        join server_turn s on s.holder_id = e."holderId" and s.server = e.server for update of s skip locked));
    -- A conversation begins at once if nobody else has asked for its addresses.
    with asked as (
      select w.id, w."accountId", a as address,
        count(*) over (partition by a) = 1
          and not exists (select 1 from conversation_turn t where t.address = a) as is_free
      from jsonb_to_recordset(wanted) as w (id uuid, "accountId" uuid, addresses text[]), unnest(w.addresses) a
    ), noted as (
      insert into conversation_turn (conversation_id, address, account_id, worker_id, taken_at)
      select s.id, s.address, s."accountId", worker,
        case when bool_and(s.is_free) over (partition by s.id) then clock_timestamp() end
      from asked s
      on conflict do nothing
      returning conversation_id, taken_at
    )
    select coalesce(array_agg(distinct n.conversation_id), '{}') into granted from noted n where n.taken_at is not null;
    for conversation in
      select t.conversation_id as id, t.account_id, array_agg(t.address) as addresses from conversation_turn t
      where t.worker_id = worker and t.taken_at is null group by t.conversation_id, t.account_id
      order by min(t.asked_at)
    loop
      continue when exists (
        select 1 from unnest(conversation.addresses) a, lateral (
          select count(*) filter (where t.taken_at is not null) as taken,
            count(*) filter (where t.taken_at is not null and t.account_id = conversation.account_id) as own,
            count(*) filter (where t.taken_at is null and t.account_id <> conversation.account_id) as others_waiting
          from conversation_turn t where t.address = a
        ) counted
        where counted.taken >= ${turnsOfServer} or counted.own >= 1 and counted.others_waiting >= 1);
      update conversation_turn t set taken_at = clock_timestamp() where t.conversation_id = conversation.id;
      granted := granted || conversation.id;
    end loop;
    return granted;
  end $$;
`;

/** A conversation that asks for turns; `accountId` null is a scheduled measurement. */
export type WantedTurns = {
  readonly id: string;
  readonly accountId: string | null;
  /** The addresses that the conversation may connect to, each with its port. */
  readonly addresses: readonly string[];
};

/** A conversation that has ended, and the turn of its server's name that its verification or measurement holds. */
export type EndedConversation = { readonly id: string; readonly holderId: string; readonly server: string };

/** Stands for the schedule, which counts as one account. */
const scheduleId = '00000000-0000-0000-0000-000000000000';

const statement = {
  name: 'take-conversation-turns',
  text: 'select take_conversation_turns($1, $2, $3) as granted',
};

/**
 * Exchanges the turns of one worker: gives back, asks, and resolves to the ids of waiting conversations that may begin.
 * Asking again with the same id changes nothing.
 */
export async function takeConversationTurns(
  database: Database,
  workerId: string,
  wanted: readonly WantedTurns[],
  ended: readonly EndedConversation[],
): Promise<readonly string[]> {
  const rows = wanted.map((one) => ({ ...one, accountId: one.accountId ?? scheduleId }));
  const values = [workerId, JSON.stringify(rows), JSON.stringify(ended)];
  const [row] = await preparedQuery<{ granted: string[] }>(database, statement, values);
  return row!.granted;
}
