import type { Credentials } from '@postern/core/credentials';
import type { EntityManager } from './database.js';
import { queryWithSecrets } from './prepared-query.js';
import { SealError, type SecretSealer } from './sealed-secret.js';

/** How long a password or token may wait for its verification, in minutes. */
const credentialLifeMinutes = 5;

/** Seals and stores a login for one verification. The seal is bound to the verification's id, so it cannot be opened for another. */
export async function storeCredential(
  em: EntityManager,
  sealer: SecretSealer,
  { verificationId, accountId }: { verificationId: string; accountId: string },
  credential: Credentials,
): Promise<void> {
  const sealed = sealer.seal(JSON.stringify(credential), verificationId);
  await em.execute(
    'update verification_job set credential_until = now() + make_interval(mins => ?) where verification_id = ?',
    [credentialLifeMinutes, verificationId],
  );
  await queryWithSecrets(
    em,
    'insert into credential (verification_id, account_id, sealed) values ($1, $2, $3)',
    [verificationId, accountId, sealed],
  );
}

/**
 * Deletes a login from the database and returns it, so that only one caller ever gets it. `null` when it was used
 * already, is older than 5 minutes, or was sealed with a key that is no longer configured.
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
