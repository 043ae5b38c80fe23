import { inAccount, withoutAccount, type Database } from '@postern/database/database';
import type { QueuedVerification } from '@postern/core/queued-verification';
import type { VerificationQueue } from '@postern/jobs/verification-queue';

/** How long the sweep leaves a row alone after it was enqueued. Adding a job that still waits changes nothing. */
const sweepAgainSeconds = 10;
const rowsPerRound = 1000;

/**
 * Enqueues the verifications that are due and that no worker's lease holds. Several processes share the rows with SKIP
 * LOCKED. Throws when the queue cannot be reached; the due times are then rolled back.
 */
export async function sweepVerificationJobs(database: Database, queue: VerificationQueue): Promise<number> {
  return withoutAccount(database).transactional(async (em) => {
    const rows = await em.execute<QueuedVerification[]>(
      `update verification_job set due_at = now() + make_interval(secs => ?)
       where verification_id in (
         select verification_id from verification_job
         where due_at <= now() and (lease_until is null or lease_until < now())
         order by due_at limit ? for update skip locked
       ) returning verification_id as id, data_center as "dataCenter"`,
      [sweepAgainSeconds, rowsPerRound],
    );
    if (rows.length > 0) await queue.enqueue(rows);
    return rows.length;
  });
}

/** Deletes the passwords that were not used within 5 minutes; their verifications then report `auth-not-tested`. */
export async function wipeStaleCredentials(database: Database): Promise<void> {
  const stale = await withoutAccount(database).execute<{ id: string; account_id: string }[]>(
    `select verification_id as id, account_id from verification_job where credential_until < now() limit ?`,
    [rowsPerRound],
  );
  for (const { id, account_id } of stale) {
    await inAccount(database, account_id).transactional(async (em) => {
      await em.execute('delete from credential where verification_id = ?', [id]);
      await em.execute('update verification_job set credential_until = null where verification_id = ?', [id]);
    });
  }
}
