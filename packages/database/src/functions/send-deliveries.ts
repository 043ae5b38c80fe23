import type { QueuedJob } from '@postern/core/queued-job';
import type { Database } from '../database.js';
import { preparedQuery } from '../prepared-query.js';
import { planByKey } from './plan-by-key.js';

/** Deliveries of one receiver that are sent at once, so that a slow receiver does not take the places of others. */
const sentAtOnce = 4;
/** How long a dispatched delivery may wait for a worker before it is dispatched again. */
const claimSeconds = 10;
/** How long a claim holds: a webhook gets 15 s, a mail 60 s; what is left is for a database that answers late. */
const leaseSeconds = { webhook: 30, mail: 120 } as const;
/** A delivery behind another one of its domain is looked at again after this time, if the end of that one was missed. */
const blockedSeconds = 30;
const choosingLock = 727468839;
/** A webhook is switched off when every attempt of so many days has failed. */
const failingDays = 5;

/**
 * Chooses the deliveries that are due, at most four at once of each receiver. A webhook gets of each of its domains the
 * oldest only, a recipient of mail one delivery after the other.
 * A delivery that was dispatched or claimed and then lost is due again after its time. One transaction chooses at a time.
 */
export const dispatchDeliveriesFunction = `
  create or replace function dispatch_deliveries() returns table (id uuid, data_center text)
  language plpgsql ${planByKey} as $$
  #variable_conflict use_column
  declare
    receiver uuid := (select j.receiver_id from delivery_job j order by j.receiver_id limit 1);
    room int;
    job record;
  begin
    if receiver is null or not pg_try_advisory_xact_lock(${choosingLock}) then return; end if;
    -- A dispatch that a crash of PostgreSQL loses is repeated: no need to wait for the disk.
    perform set_config('synchronous_commit', 'off', true);
    while receiver is not null loop
      room := ${sentAtOnce} - (select count(*) from delivery_job j where j.receiver_id = receiver
        and (j.dispatched_until > now() or j.lease_until > now()));
      for job in select j.delivery_id, j.stream, j.data_center from delivery_job j
        where room > 0 and j.receiver_id = receiver and j.next_at <= now()
          and coalesce(j.dispatched_until, '-infinity') <= now() and coalesce(j.lease_until, '-infinity') <= now()
        order by j.receiver_id, j.next_at, j.delivery_id limit 100
      loop
        exit when room = 0;
        if exists (select from delivery_job h where h.receiver_id = receiver and h.stream = job.stream
            and h.delivery_id < job.delivery_id) then
          update delivery_job j set next_at = now() + interval '${blockedSeconds} seconds'
            where j.delivery_id = job.delivery_id;
          continue;
        end if;
        update delivery_job j set dispatched_until = now() + interval '${claimSeconds} seconds'
          where j.delivery_id = job.delivery_id;
        id := job.delivery_id;
        data_center := job.data_center;
        room := room - 1;
        return next;
      end loop;
      receiver := (select j.receiver_id from delivery_job j where j.receiver_id > receiver order by j.receiver_id limit 1);
    end loop;
  end $$;
`;

/** Ends what waits for a webhook that was switched off. A person can still send each of the deliveries again. */
export const discardDeliveriesFunction = `
  create or replace function discard_deliveries(receiver uuid) returns void language plpgsql as $$
  begin
    delete from delivery_job j where j.receiver_id = receiver;
    update delivery d set state = 'discarded', next_attempt_at = null, ended_at = now()
      where d.webhook_id = receiver and d.state = 'waiting';
  end $$;
`;

/**
 * Stores the outcome of an attempt, only under the newest claim (else it returns \`lost-lease\`). \`why\` is null after a
 * success. Without \`wait_seconds\` a failed delivery is not tried again. With \`is_gone\`, or when every attempt of five
 * days has failed, the webhook is switched off.
 */
export const storeDeliveryFunction = `
  create or replace function store_delivery(
    wanted uuid, claimed_attempt int, answered int, why text, took_ms int, wait_seconds int, is_gone boolean
  ) returns text language plpgsql ${planByKey} as $$
  declare
    job record;
    outcome text := case when why is null then 'delivered' when wait_seconds is null then 'failed' else 'waiting' end;
    fails_since timestamptz;
  begin
    select j.account_id, j.receiver_id, j.stream into job from delivery_job j where j.delivery_id = wanted;
    if not found then return 'lost-lease'; end if;
    perform set_config('postern.account_id', job.account_id::text, true);
    -- The receiver is locked before its jobs: neither two results nor its deletion can then end in a deadlock.
    select w.failing_since into fails_since from webhook w where w.id = job.receiver_id for no key update;
    perform 1 from mail_recipient r where r.id = job.receiver_id for no key update;
    perform 1 from delivery_job j where j.delivery_id = wanted and j.attempts = claimed_attempt for update;
    if not found then return 'lost-lease'; end if;
    if outcome = 'waiting' then
      update delivery_job j set next_at = now() + make_interval(secs => wait_seconds), dispatched_until = null,
        lease_until = null where j.delivery_id = wanted;
    else
      delete from delivery_job j where j.delivery_id = wanted;
      -- The next one of the domain waits for this one only if it was never tried.
      update delivery_job j set next_at = now() where j.attempts = 0 and j.delivery_id = (select n.delivery_id
        from delivery_job n where n.receiver_id = job.receiver_id and n.stream = job.stream
        order by n.delivery_id limit 1);
    end if;
    update delivery d set state = outcome, attempts = d.attempts + 1, status = answered, failure = why,
        duration_ms = took_ms,
        next_attempt_at = case when outcome = 'waiting' then now() + make_interval(secs => wait_seconds) end,
        ended_at = case when outcome <> 'waiting' then now() end
      where d.id = wanted;
    if why is null then
      update webhook w set failing_since = null where w.id = job.receiver_id and w.failing_since is not null;
      return outcome;
    end if;
    update webhook w set failing_since = now() where w.id = job.receiver_id and w.failing_since is null;
    if is_gone or fails_since < now() - interval '${failingDays} days' then
      update webhook w set is_enabled = false, switched_off = case when is_gone then 'gone' else 'failing' end
        where w.id = job.receiver_id;
      perform discard_deliveries(job.receiver_id);
      perform record_switched_off(job.receiver_id);
    end if;
    return outcome;
  end $$;
`;

const dispatchStatement = {
  name: 'dispatch-deliveries',
  text: 'select id, data_center as "dataCenter" from dispatch_deliveries()',
};

/** Chooses the deliveries that are due and returns them to be enqueued; they count as dispatched for ten seconds. */
export function dispatchDeliveries(database: Database): Promise<QueuedJob[]> {
  return preparedQuery<QueuedJob>(database, dispatchStatement, []);
}

/** Lets dispatched deliveries wait again, because they could not be enqueued. */
export async function takeBackDeliveries(database: Database, ids: readonly string[]): Promise<void> {
  const text = 'update delivery_job set dispatched_until = null where delivery_id = any($1)';
  await preparedQuery(database, { name: 'take-back-deliveries', text }, [ids]);
}

const claimStatement = {
  name: 'claim-delivery',
  text: `update delivery_job j set attempts = j.attempts + 1, lease_until = now()
      + case j.kind when 'mail' then interval '${leaseSeconds.mail} seconds' else interval '${leaseSeconds.webhook} seconds' end
    where j.delivery_id = $1 and j.next_at <= now() and j.dispatched_until is not null
      and (j.lease_until is null or j.lease_until < now())
      and not exists (select from delivery_job h where h.receiver_id = j.receiver_id and h.stream = j.stream
        and h.delivery_id < j.delivery_id)
    returning j.account_id as "accountId", j.attempts as attempt, j.kind`,
};

/** A delivery that this worker alone may send until its lease ends. `attempt` counts the claims since it was queued. */
export type DeliveryJob = {
  readonly accountId: string;
  readonly attempt: number;
  readonly kind: 'webhook' | 'mail';
};

/** Takes a dispatched delivery over; `null` when it is not due, has ended, or is held by another worker. */
export async function claimDelivery(database: Database, id: string): Promise<DeliveryJob | null> {
  const [job] = await preparedQuery<DeliveryJob>(database, claimStatement, [id]);
  return job ?? null;
}

/** The outcome of one attempt. `failure` is null after a success. */
export type Attempt = {
  /** The HTTP status or the SMTP reply code of the answer; null if there was none. */
  readonly status: number | null;
  readonly failure: string | null;
  readonly durationMs: number;
  /** When it is tried again; null for never. */
  readonly waitSeconds: number | null;
  /** The receiver wants no more deliveries. */
  readonly isGone: boolean;
};

export type StoredDelivery = 'delivered' | 'waiting' | 'failed' | 'lost-lease';

const storeStatement = {
  name: 'store-delivery',
  text: 'select store_delivery($1, $2, $3, $4, $5, $6, $7) as stored',
};

/** Stores the outcome of an attempt, once, and switches the webhook off if it is gone or has failed for five days. */
export async function storeDelivery(
  database: Database,
  id: string,
  claimed: number,
  { status, failure, durationMs, waitSeconds, isGone }: Attempt,
): Promise<StoredDelivery> {
  const values = [id, claimed, status, failure, durationMs, waitSeconds, isGone];
  const [row] = await preparedQuery<{ stored: StoredDelivery }>(database, storeStatement, values);
  return row!.stored;
}
