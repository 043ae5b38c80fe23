import type { Database } from '@postern/database/database';

/** Marks a waiting verification as dispatched, for a test that claims it without a live worker. Resolves to its id. */
export async function markDispatched(database: Database, id: string): Promise<string> {
  await database.em
    .fork()
    .execute(
      `update verification_job set dispatched_until = now() + interval '1 hour' where verification_id = ?`,
      [id],
    );
  return id;
}
