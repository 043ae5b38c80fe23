import type { Database } from '../database.js';
import { Verification } from '../entities/verification.js';
import { preparedQuery } from '../prepared-query.js';
import { planByKey } from './plan-by-key.js';

/**
 * Reads one verification of an account, and notes for the next 10 s that somebody watches it, so that its worker shows the
 * steps. Whoever watches a verification reads it several times a second.
 */
export const readVerificationFunction = `
  create or replace function read_verification(owner uuid, wanted uuid) returns setof verification
  language plpgsql ${planByKey} as $$
  begin
    perform set_config('postern.account_id', owner::text, true);
    update verification_job j set watched_until = now() + interval '10 seconds'
      where j.verification_id = wanted and j.account_id = owner
        and (j.watched_until is null or j.watched_until < now() + interval '5 seconds');
    return query select v.* from verification v where v.id = wanted and v.account_id = owner;
  end $$;
`;

const statement = { name: 'read-verification', text: 'select * from read_verification($1, $2)' };

/** Reads a verification of an account in one round trip; `null` when the account has none with this id. */
export async function readVerification(
  database: Database,
  accountId: string,
  id: string,
): Promise<Verification | null> {
  const [row] = await preparedQuery<Record<string, unknown>>(database, statement, [accountId, id]);
  return row === undefined ? null : database.em.fork().map(Verification, row);
}
