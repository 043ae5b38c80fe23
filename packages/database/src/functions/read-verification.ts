import type { Database } from '../database.js';
import { Verification } from '../entities/verification.js';
import { preparedQuery } from '../prepared-query.js';
import { planByKey } from './plan-by-key.js';

/** Reads one verification of an account: whoever watches a verification reads it several times a second. */
export const readVerificationFunction = `
  create or replace function read_verification(owner uuid, wanted uuid) returns setof verification
  language plpgsql ${planByKey} as $$
  begin
    perform set_config('postern.account_id', owner::text, true);
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
