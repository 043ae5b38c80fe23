import type { Database } from '@postern/database/database';
import { preparedQuery } from '@postern/database/prepared-query';
import type { TurnRequest } from './fair-turns.js';

/** What waits for its turn, and the trace that it goes on with. */
export type Turn = TurnRequest & { readonly traceparent: string | null };

const turnStatement = {
  name: 'verification-turn',
  text: `select account_id as "accountId", to_jsonb(servers) as servers, traceparent
    from verification_job where verification_id = $1`,
};

/** What a verification needs a turn for; `null` when it is finished. Read before the claim, so that it waits `queued`. */
export async function readTurn(database: Database, id: string): Promise<Turn | null> {
  const [row] = await preparedQuery<Turn>(database, turnStatement, [id]);
  return row ?? null;
}
