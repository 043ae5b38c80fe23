import type { Database } from './database.js';
import { Verification } from './entities/verification.js';
import { preparedQuery } from './prepared-query.js';

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
