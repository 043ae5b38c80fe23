import type { Database } from '@postern/database/database';
import { preparedQuery } from '@postern/database/prepared-query';
import type { TurnRequest } from './fair-turns.js';

/** A request for a turn, and the trace that the verification continues. */
export type Turn = TurnRequest & { readonly traceparent: string | null };

const turnStatement = {
  name: 'verification-turn',
  text: `select account_id as "accountId", to_jsonb(servers) as servers, traceparent
    from verification_job where verification_id = $1`,
};

/** Reads what a verification needs a turn for; `null` when it has ended. Read before the claim, so that the verification shows `queued` while it waits. */
export async function readTurn(database: Database, id: string): Promise<Turn | null> {
  const [row] = await preparedQuery<Turn>(database, turnStatement, [id]);
  return row ?? null;
}
