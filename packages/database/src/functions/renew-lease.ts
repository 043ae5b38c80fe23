import type { Database } from '../database.js';
import { preparedQuery } from '../prepared-query.js';
import { planByKey } from './plan-by-key.js';

/** Extends the lease of the newest claim; false under an older claim, for a job that waits again, and after the end. */
export const renewLeaseFunction = `
  create or replace function renew_lease(wanted uuid, claimed_attempt int, lease_seconds int) returns boolean
  language plpgsql ${planByKey} as $$
  begin
    update verification_job j set lease_until = now() + make_interval(secs => lease_seconds)
      where j.verification_id = wanted and j.attempt = claimed_attempt and j.dispatched_until is not null;
    return found;
  end $$;
`;

/** How long a claim holds without being renewed, and how often the worker renews it. */
export const leaseSeconds = 6;
export const renewEveryMs = 2000;

const statement = { name: 'renew-lease', text: 'select renew_lease($1, $2, $3) as "isHeld"' };

/** Extends the lease of a claim by 6 s from now; false when another worker has taken the verification over. */
export async function renewLease(
  database: Database,
  { id, attempt }: { readonly id: string; readonly attempt: number },
): Promise<boolean> {
  const [row] = await preparedQuery<{ isHeld: boolean }>(database, statement, [id, attempt, leaseSeconds]);
  return row!.isHeld;
}
