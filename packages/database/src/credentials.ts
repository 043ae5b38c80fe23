import type { Credentials } from '@postern/core/credentials';
import type { EntityManager } from './database.js';
import { SealError, type SecretSealer } from './sealed-secret.js';

/** How long a password may wait for its verification, in minutes. */
const credentialLifeMinutes = 5;

/** Seals a password beside its verification's row; its context is the id, so it opens for no other. */
export async function storeCredential(
  em: EntityManager,
  sealer: SecretSealer,
  { verificationId, accountId }: { verificationId: string; accountId: string },
  credential: Credentials,
): Promise<void> {
  const { username, password } = credential;
  const sealed = sealer.seal(JSON.stringify({ username, password }), verificationId);
  await em.execute('insert into credential (verification_id, account_id, sealed) values (?, ?, ?)', [
    verificationId,
    accountId,
    sealed,
  ]);
  await em.execute(
    'update verification_job set credential_until = now() + make_interval(mins => ?) where verification_id = ?',
    [credentialLifeMinutes, verificationId],
  );
}

/**
 * Takes a password out of the database: whoever gets it is the only one who ever does. `null` when it was used
 * already, has had its time, or was sealed with a key that is gone.
 */
export async function takeCredential(
  em: EntityManager,
  sealer: SecretSealer,
  verificationId: string,
): Promise<Credentials | null> {
  const [taken] = await em.execute<{ sealed: string; is_fresh: boolean }[]>(
    `delete from credential c using verification_job j
     where c.verification_id = ? and j.verification_id = c.verification_id
     returning c.sealed, j.credential_until > now() as is_fresh`,
    [verificationId],
  );
  await em.execute('update verification_job set credential_until = null where verification_id = ?', [
    verificationId,
  ]);
  if (taken?.is_fresh !== true) return null;
  try {
    return JSON.parse(sealer.open(taken.sealed, verificationId)) as Credentials;
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}
