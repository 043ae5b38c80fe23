import { inAccount, withoutAccount, type Database } from '@postern/database/database';

const rowsPerRound = 1000;

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
