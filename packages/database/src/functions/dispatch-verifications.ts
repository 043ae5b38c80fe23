import type { QueuedJob } from '@postern/core/queued-job';
import type { Database } from '../database.js';
import { preparedQuery } from '../prepared-query.js';
import { planByKey } from './plan-by-key.js';

/** Conversations with one server at a time, for all accounts and all workers together (R28). */
export const turnsOfServer = 2;

/*
 * The functions below are called by dispatch_verifications, store_result and take_back_verifications, whose planner
 * settings hold for them too; settings of their own would cost as much as their statements.
 */

/**
 * Whether a server has no turn for a job of an account: two conversations run, or one of this account while a job of
 * another account is blocked on the server or was unblocked last.
 */
export const isServerFullFunction = `
  create or replace function is_server_full(address text, wanted_by uuid) returns boolean
  language plpgsql as $$
  declare
    taken int;
    own int;
  begin
    select count(*), count(*) filter (where t.account_id = wanted_by) into taken, own
      from server_turn t where t.server = address;
    return taken >= ${turnsOfServer} or own >= 1 and (
      exists (select 1 from blocked_server b where b.server = address and b.last_account_id <> wanted_by)
      or exists (select 1 from verification_job j where j.blocked_on = address and j.account_id > wanted_by)
      or exists (select 1 from verification_job j where j.blocked_on = address and j.account_id < wanted_by));
  end $$;
`;

/**
 * Notes that an account has a waiting job. A row that is locked is left alone: whoever holds it (an import that is not
 * yet committed) writes the same, and the sweep repairs what was missed.
 */
export const wakeAccountFunction = `
  create or replace function wake_account(owner uuid, wanted_urgency int) returns void
  language plpgsql as $$
  begin
    perform 1 from waiting_account w
      where w.account_id = owner and w.urgency = wanted_urgency and not w.is_waiting for update skip locked;
    if found then
      update waiting_account w set is_waiting = true where w.account_id = owner and w.urgency = wanted_urgency;
    end if;
  end $$;
`;

/**
 * Unblocks as many jobs of each server as it has turns free: of the accounts in turn, and of an account that holds a turn
 * already only if no other account's job is blocked on the server. Unblocked jobs compete with their accounts' others.
 */
export const unblockJobsFunction = `
  create or replace function unblock_jobs() returns void language plpgsql as $$
  declare
    freed record;
    holders uuid[];
    room int;
    last uuid;
    next record;
    of_holder uuid;
    has_wrapped boolean;
  begin
    for freed in select b.server, b.last_account_id from blocked_server b limit 1000 loop
      room := ${turnsOfServer} - (select count(*) from server_turn t where t.server = freed.server);
      continue when room <= 0;
      holders := array(select t.account_id from server_turn t where t.server = freed.server);
      last := freed.last_account_id;
      of_holder := null;
      has_wrapped := false;
      for step in 1 .. 6 loop
        exit when room = 0;
        select j.account_id, j.urgency, j.verification_id into next from verification_job j
          where j.blocked_on = freed.server and j.account_id > last
          order by j.account_id, j.urgency, j.verification_id limit 1 for update skip locked;
        if not found then
          exit when has_wrapped;
          has_wrapped := true;
          last := '00000000-0000-0000-0000-000000000000';
          continue;
        end if;
        last := next.account_id;
        if next.account_id = any (holders) then
          of_holder := next.verification_id;
          continue;
        end if;
        update verification_job j set blocked_on = null where j.verification_id = next.verification_id;
        perform wake_account(next.account_id, next.urgency);
        room := room - 1;
        of_holder := null;
      end loop;
      if of_holder is not null then
        update verification_job j set blocked_on = null where j.verification_id = of_holder
          returning j.account_id, j.urgency into next;
        perform wake_account(next.account_id, next.urgency);
        last := next.account_id;
      end if;
      if has_wrapped and last = '00000000-0000-0000-0000-000000000000' then
        delete from blocked_server b where b.server = freed.server;
      else
        update blocked_server b set last_account_id = last where b.server = freed.server;
      end if;
    end loop;
  end $$;
`;

/**
 * Dispatches the next jobs of an account, at most `most`: its oldest whose servers have room. Jobs before them are blocked
 * on the server without room, so that the next look does not see them again; at most eight in a row. Returns the ids.
 */
export const dispatchJobsFunction = `
  create or replace function dispatch_jobs(owner uuid, wanted_urgency int, claim_seconds int, most int) returns uuid[]
  language plpgsql as $$
  declare
    job record;
    address text;
    full_server text;
    chosen uuid[] := '{}';
    refused int := 0;
    seen boolean;
  begin
    loop
      seen := false;
      for job in
        select j.verification_id as id, j.servers from verification_job j
        where j.account_id = owner and j.urgency = wanted_urgency and j.dispatched_until is null and j.blocked_on is null
        order by j.account_id, j.urgency, j.verification_id limit most - cardinality(chosen) for update skip locked
      loop
        seen := true;
        full_server := null;
        if exists (select 1 from server_turn t where t.server = any (job.servers)) then
          foreach address in array job.servers loop
            if is_server_full(address, owner) then
              full_server := address;
              exit;
            end if;
          end loop;
        end if;
        if full_server is null then
          update verification_job j set dispatched_until = now() + make_interval(secs => claim_seconds)
            where j.verification_id = job.id;
          insert into server_turn (server, account_id, holder_id) select distinct s, owner, job.id from unnest(job.servers) s;
          chosen := chosen || job.id;
          refused := 0;
        else
          update verification_job j set blocked_on = full_server where j.verification_id = job.id;
          insert into blocked_server (server) values (full_server) on conflict do nothing;
          refused := refused + 1;
          exit when refused = 8;
        end if;
      end loop;
      exit when not seen or refused = 8 or cardinality(chosen) = most;
    end loop;
    update waiting_account w set turn_at = clock_timestamp(), is_waiting = exists (select 1 from verification_job j
        where j.account_id = owner and j.urgency = wanted_urgency and j.dispatched_until is null and j.blocked_on is null)
      where w.account_id = owner and w.urgency = wanted_urgency;
    return chosen;
  end $$;
`;

/**
 * Chooses the jobs that run next, marks them as dispatched and returns them. Each data centre has a window: one and a
 * half times the concurrency of its live workers. Order: urgency; then the account whose turn is longest ago; then its
 * oldest job whose servers have room, or its oldest jobs if no other account waits. An account holds at most four fifths
 * of the workers' concurrency, so that a worker has a free place for others while its servers are slow; two jobs while it
 * is on probation, none while it rests. A call looks at accounts that wait, so its cost does not depend on how many jobs
 * wait. The caller holds the lock of choosing.
 */
export const chooseJobsFunction = `
  create or replace function choose_jobs(claim_seconds int) returns table (id uuid, data_center text)
  language plpgsql as $$
  #variable_conflict use_column
  declare
    center text;
    concurrency int;
    free int;
    level int;
    next record;
    looked uuid[];
    is_alone boolean;
    room int;
    conduct record;
    chosen uuid[];
  begin
    perform unblock_jobs();
    center := (select min(w.data_center) from waiting_account w where w.is_waiting);
    while center is not null loop
      concurrency := (select coalesce(sum(w.concurrency), 0) from worker w
        where w.heartbeat_at > now() - interval '10 seconds' and (center = '' or w.data_center in ('', center)));
      free := ceil(1.5 * concurrency) - (select count(*) from verification_job j
        where j.dispatched_until is not null and j.data_center = center);
      level := 1;
      looked := '{}';
      while free > 0 loop
        select w.account_id, w.urgency into next from waiting_account w
          where w.is_waiting and w.data_center = center and w.urgency >= level
          order by w.data_center, w.urgency, w.turn_at limit 1 for update skip locked;
        exit when not found;
        if next.urgency > level then
          level := next.urgency;
          looked := '{}';
        end if;
        if next.account_id = any (looked) or cardinality(looked) >= 20 then
          level := level + 1;
          looked := '{}';
          continue;
        end if;
        is_alone := not exists (select 1 from waiting_account w
          where w.is_waiting and w.data_center = center and w.urgency = level and w.account_id <> next.account_id);
        select p.rests_until into conduct from account_probation p where p.account_id = next.account_id;
        room := ceil(0.8 * concurrency);
        if found then
          room := case when conduct.rests_until > now() then 0 else least(room, 2) end;
        end if;
        room := room - (select count(*) from verification_job j
          where j.dispatched_until is not null and j.data_center = center and j.account_id = next.account_id);
        chosen := '{}';
        if room > 0 then
          chosen := dispatch_jobs(next.account_id, level, claim_seconds, case when is_alone then least(free, room) else 1 end);
        elsif not is_alone then
          update waiting_account w set turn_at = clock_timestamp()
            where w.account_id = next.account_id and w.urgency = level;
        end if;
        foreach id in array chosen loop
          data_center := center;
          return next;
        end loop;
        free := free - cardinality(chosen);
        if is_alone then
          level := level + 1;
          looked := '{}';
        elsif chosen = '{}' then
          looked := looked || next.account_id;
        else
          looked := '{}';
        end if;
      end loop;
      center := (select min(w.data_center) from waiting_account w where w.is_waiting and w.data_center > center);
    end loop;
  end $$;
`;

/** The advisory lock of choosing and of giving out turns: one transaction at a time does either. */
export const choosingLock = 727468838;

/**
 * Chooses the jobs that run next; one call at a time. \`queued\` are jobs that were committed just now: their accounts
 * count as waiting even if an earlier call, which could not see them, decided otherwise.
 */
export const dispatchVerificationsFunction = `
  create or replace function dispatch_verifications(queued uuid[], claim_seconds int)
  returns table (id uuid, data_center text) language plpgsql ${planByKey} as $$
  #variable_conflict use_column
  begin
    -- A dispatch that a crash of PostgreSQL loses is repeated: no need to wait for the disk.
    perform set_config('synchronous_commit', 'off', true);
    perform pg_advisory_xact_lock(${choosingLock});
    perform wake_account(j.account_id, j.urgency) from verification_job j
      where j.verification_id = any (queued) and j.dispatched_until is null;
    return query select c.id, c.data_center from choose_jobs(claim_seconds) c;
  end $$;
`;

/** How long a dispatched job may wait for a worker before it goes back to the waiting ones. */
export const claimSeconds = 10;

const statement = {
  name: 'dispatch-verifications',
  text: 'select id, data_center as "dataCenter" from dispatch_verifications($1, $2)',
};

/** Chooses the verifications that run next, and returns them to be enqueued. `queued` are ids that were committed just now. */
export function dispatchVerifications(database: Database, queued: readonly string[]): Promise<QueuedJob[]> {
  return preparedQuery<QueuedJob>(database, statement, [queued, claimSeconds]);
}
