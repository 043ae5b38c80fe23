import type { Database } from '../database.js';
import { preparedQuery } from '../prepared-query.js';
import { planByKey } from './plan-by-key.js';

/** The advisory lock of queueing searches. */
const searchingLock = 727468839;

/**
 * Queues the searches that are due: of each account the domain after its last one, so that a round through its domains takes
 * a week. At most a fifth of what the workers run at once waits or runs, and of one account half of that, so a large account
 * takes longer than a week rather than a larger share. A call reads accounts that are due and not domains; at most two
 * accounts can have their half already, so it reads two more than it has room for. Returns how many were queued.
 */
export const queueSearchesFunction = `
  create or replace function queue_searches() returns int language plpgsql ${planByKey} as $$
  declare
    concurrency int := (select coalesce(sum(w.concurrency), 0) from worker w
      where w.heartbeat_at > now() - interval '10 seconds');
    most int := ceil(concurrency / 5.0);
    room int := most - (select count(*) from verification_job j where j.discovery_id is not null and j.urgency = 4);
    queued int := 0;
    turn record;
    own int;
    home text;
    place text;
    wanted record;
    new_id uuid;
  begin
    -- Two calls at once would both find room.
    if room <= 0 or not pg_try_advisory_xact_lock(${searchingLock}) then return 0; end if;
    for turn in
      select s.* from account_search s where s.next_at <= now() order by s.next_at limit room + 2 for update skip locked
    loop
      perform set_config('postern.account_id', turn.account_id::text, true);
      home := coalesce((select a.data_center from account a where a.id = turn.account_id), '');
      if not exists (select 1 from worker w where w.heartbeat_at > now() - interval '10 seconds'
          and w.concurrency > 0 and (home = '' or w.data_center in ('', home))) then
        update account_search s set next_at = now() + interval '1 hour' where s.account_id = turn.account_id;
        continue;
      end if;
      own := (select count(*) from verification_job j
        where j.account_id = turn.account_id and j.discovery_id is not null and j.urgency = 4);
      while room > 0 and own < ceil(most / 2.0) and turn.next_at <= now() loop
        -- The place is lost if these settings were deleted: a new round begins.
        place := coalesce((select s.domain from mail_settings s where s.id = turn.after_settings_id), '');
        if place = '' then
          turn.every := interval '7 days' / greatest(1, (select count(*) from mail_settings s
            where s.account_id = turn.account_id and s.origin = 'admin'));
        end if;
        select s.id, s.domain into wanted from mail_settings s
          where s.account_id = turn.account_id and s.origin = 'admin' and s.domain > place
          order by s.domain limit 1;
        turn.after_settings_id := wanted.id;
        -- An account that fell behind catches up with an hour at most.
        turn.next_at := greatest(turn.next_at, now() - interval '1 hour') + turn.every;
        continue when wanted.id is null;
        new_id := time_ordered_id();
        insert into discovery (id, account_id, domain, trusted_only, started_by)
          values (new_id, turn.account_id, wanted.domain, true, null);
        insert into verification_job (verification_id, discovery_id, account_id, servers, data_center, urgency)
          values (new_id, new_id, turn.account_id, array['autoconfig.' || wanted.domain || ':443'], home, 4);
        insert into waiting_account (account_id, urgency, data_center) values (turn.account_id, 4, home)
          on conflict (account_id, urgency) do update set is_waiting = true;
        own := own + 1;
        room := room - 1;
        queued := queued + 1;
      end loop;
      update account_search s set after_settings_id = turn.after_settings_id, every = turn.every, next_at = turn.next_at
        where s.account_id = turn.account_id;
      exit when room <= 0;
    end loop;
    return queued;
  end $$;
`;

const statement = { name: 'queue-searches', text: 'select queue_searches() as queued' };

/** Queues the weekly searches that are due, for which nobody waits; resolves to how many there were. */
export async function queueSearches(database: Database): Promise<number> {
  const [row] = await preparedQuery<{ queued: number }>(database, statement, []);
  return row!.queued;
}
