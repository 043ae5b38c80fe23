import type { Database } from '../database.js';
import { preparedQuery } from '../prepared-query.js';
import { planByKey } from './plan-by-key.js';

/**
 * Returns dispatched jobs to the waiting ones: those in \`lost\`, which could not be enqueued, and those that no worker
 * claimed in time or whose lease ran out. A job that two claims lost comes after all others that a person or an import waits for. Also repairs accounts that
 * were taken for idle while a job of theirs was not yet committed, and deletes the turns of what is gone (an account that was
 * deleted, a worker that died) and workers without a heartbeat for an hour.
 */
export const takeBackVerificationsFunction = `
  create or replace function take_back_verifications(lost uuid[]) returns int language plpgsql ${planByKey} as $$
  declare
    job record;
    taken int := 0;
  begin
    perform set_config('synchronous_commit', 'off', true);
    for job in
      select j.verification_id, j.account_id, j.data_center, case when j.attempt > 1 then greatest(j.urgency, 3) else j.urgency end as urgency
      from verification_job j
      where j.dispatched_until is not null and (j.lease_until is null or j.lease_until < now())
        and (j.dispatched_until < now() or j.verification_id = any (lost))
      limit 1000 for update skip locked
    loop
      update verification_job j set dispatched_until = null, lease_until = null, urgency = job.urgency
        where j.verification_id = job.verification_id;
      delete from server_turn t where t.holder_id = job.verification_id;
      if job.urgency = 3 then
        insert into waiting_account (account_id, urgency, data_center)
          values (job.account_id, job.urgency, job.data_center) on conflict do nothing;
      end if;
      perform wake_account(job.account_id, job.urgency);
      taken := taken + 1;
    end loop;
    perform wake_account(w.account_id, w.urgency) from waiting_account w
      where not w.is_waiting and w.turn_at > now() - interval '5 minutes'
        and exists (select 1 from verification_job j
          where j.account_id = w.account_id and j.urgency = w.urgency
            and j.dispatched_until is null and j.blocked_on is null);
    delete from server_turn t
      where not exists (select 1 from verification_job j where j.verification_id = t.holder_id)
        and not exists (select 1 from monitored_server s where s.id = t.holder_id);
    -- A worker that ends in order gives its turns back itself, with its row.
    delete from server_turn t using worker w
      where w.id = t.worker_id and w.heartbeat_at < now() - interval '10 seconds';
    delete from conversation_turn t where not exists (select 1 from worker w
      where w.id = t.worker_id and w.heartbeat_at > now() - interval '10 seconds');
    delete from worker w where w.heartbeat_at < now() - interval '1 hour';
    return taken;
  end $$;
`;

const statement = { name: 'take-back-verifications', text: 'select take_back_verifications($1) as taken' };

/** Returns lost jobs to the waiting ones; resolves to how many there were. `lost` are ids that could not be enqueued. */
export async function takeBackVerifications(
  database: Database,
  lost: readonly string[] = [],
): Promise<number> {
  const [row] = await preparedQuery<{ taken: number }>(database, statement, [lost]);
  return row!.taken;
}
