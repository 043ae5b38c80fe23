import { createHmac } from 'node:crypto';
import type { Database } from './database.js';
import { DatabaseUnfitError } from './database-unfit-error.js';

/** What tells two secret keys apart without telling anything about them: HMAC-SHA-256 of a fixed text, 64 hexadecimal digits. */
export function fingerprintOf(secretKey: string): string {
  return createHmac('sha256', Buffer.from(secretKey, 'base64')).update('postern secret key').digest('hex');
}

/** The fingerprint of the key that the processes of this database seal with; `null` before the first start. */
export async function readFingerprint(database: Database): Promise<string | null> {
  const [row] = await database.em
    .fork()
    .execute<{ fingerprint: string }[]>('select fingerprint from secret_key');
  return row?.fingerprint ?? null;
}

/**
 * Throws `DatabaseUnfitError`, with the repair, unless `secretKeys` (newest first) hold the key of the database, which is
 * what the other processes seal with. The newest key becomes the key of the database. `place` names where the operator
 * has set the keys.
 */
export async function checkSecretKey(
  database: Database,
  secretKeys: readonly string[],
  place = 'POSTERN_SECRET_KEY',
): Promise<void> {
  const fingerprints = secretKeys.map(fingerprintOf);
  const newest = fingerprints[0]!;
  const rows = await database.em.fork().execute<object[]>(
    `insert into secret_key (fingerprint) values (?)
     on conflict (id) do update set fingerprint = excluded.fingerprint,
         used_since = case secret_key.fingerprint when excluded.fingerprint then secret_key.used_since else now() end
       where secret_key.fingerprint = any (string_to_array(?, ','))
     returning fingerprint`,
    [newest, fingerprints.join(',')],
  );
  if (rows.length > 0) return;
  throw new DatabaseUnfitError(
    `${place} is not the secret key of this database: passwords that other processes seal could not be opened, and the allowlist ` +
      'would be signed with another key. Set it to the key of the other processes (to change the key, put the new one in front ' +
      'of the old one, separated by a comma). If that key is lost, run “postern migrate --new-secret-key”.',
  );
}

/** For how many minutes the newest of the keys has been the key of the database; `null` while another one is. */
export async function minutesInUse(
  database: Database,
  secretKeys: readonly string[],
): Promise<number | null> {
  const [row] = await database.em
    .fork()
    .execute<{ minutes: number }[]>(
      'select (extract(epoch from now() - used_since) / 60)::float8 as minutes from secret_key where fingerprint = ?',
      [fingerprintOf(secretKeys[0]!)],
    );
  return row?.minutes ?? null;
}

/** Makes the newest of the keys the key of the database, whatever it was: the old key is lost. */
export async function replaceSecretKey(database: Database, secretKeys: readonly string[]): Promise<void> {
  await database.em.fork().execute(
    `insert into secret_key (fingerprint) values (?)
     on conflict (id) do update set fingerprint = excluded.fingerprint, used_since = now()`,
    [fingerprintOf(secretKeys[0]!)],
  );
}
