import type { EntityManager } from './database.js';

/** The account of a job, and null if no job has this id: its verification has ended, or there never was one. */
export async function accountOfJob(em: EntityManager, id: string): Promise<string | null> {
  const rows = await em.execute<{ account_id: string }[]>(
    'select account_id from verification_job where verification_id = ?',
    [id],
  );
  return rows[0]?.account_id ?? null;
}

/**
 * Lets a job wait again as if it had just been queued by a person: a worker that has it loses it. False if it has ended.
 */
export async function putBackJob(em: EntityManager, id: string): Promise<boolean> {
  const rows = await em.execute<{ account_id: string }[]>(
    `update verification_job set dispatched_until = null, lease_until = null, blocked_on = null, urgency = 1
     where verification_id = ? returning account_id, data_center`,
    [id],
  );
  if (rows.length === 0) return false;
  await em.execute('delete from server_turn where holder_id = ?', [id]);
  await em.execute(
    `insert into waiting_account (account_id, urgency, data_center)
     select account_id, urgency, data_center from verification_job where verification_id = ?
     on conflict (account_id, urgency) do update set is_waiting = true`,
    [id],
  );
  return true;
}

/**
 * Ends a verification or a discovery without a result: a verification is superseded, and its settings count as unverified.
 * A worker that has it stores nothing. False if it has ended already. The account must be named before the call.
 */
export async function cancelJob(em: EntityManager, id: string): Promise<boolean> {
  const rows = await em.execute<unknown[]>(
    'delete from verification_job where verification_id = ? returning verification_id',
    [id],
  );
  if (rows.length === 0) return false;
  await em.execute('delete from server_turn where holder_id = ?', [id]);
  await em.execute('delete from credential where verification_id = ?', [id]);
  await em.execute('update discovery set finished_at = now() where id = ?', [id]);
  await em.execute(`update verification set state = 'superseded', finished_at = now() where id = ?`, [id]);
  await em.execute(
    `update mail_settings set verification_state = 'unverified', verification_failure = null,
       verification_warnings = '[]' where verification_id = ?`,
    [id],
  );
  return true;
}
