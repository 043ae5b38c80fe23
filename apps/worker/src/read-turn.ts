import type { Database } from '@postern/database/database';
import { preparedQuery } from '@postern/database/prepared-query';
import type { TurnRequest } from './fair-turns.js';

/** A request for a turn, and the trace context of the request that started the verification. */
export type Turn = TurnRequest & { readonly traceparent: string | null };

const turnStatement = {
  name: 'verification-turn',
  text: `select account_id as "accountId", to_jsonb(servers) as servers, traceparent
    from verification_job where verification_id = $1`,
};

/**
 * Reads for which account and servers a verification needs a turn; `null` if the verification has ended. This is
 * read before the claim, so that the verification is shown as `queued` while it waits.
 */
export async function readTurn(database: Database, id: string): Promise<Turn | null> {
  const [row] = await preparedQuery<Turn>(database, turnStatement, [id]);
  return row ?? null;
}
