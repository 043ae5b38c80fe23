import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openMigratedDatabase, type MigratedDatabase } from '@postern/test/database/open-migrated-database';
import { randomBytes } from 'node:crypto';
import type { Database } from './database.js';
import {
  checkSecretKey,
  fingerprintOf,
  minutesInUse,
  readFingerprint,
  replaceSecretKey,
} from './secret-key.js';

let opened: MigratedDatabase;
let database: Database;
beforeAll(async () => {
  opened = await openMigratedDatabase({ connections: 2 });
  ({ database } = opened);
});
afterAll(() => opened.close());

const [first, second, other] = [1, 2, 3].map(() => randomBytes(32).toString('base64')) as [
  string,
  string,
  string,
];

test('the first process gives its key to the database; a process with another one is refused, and told where', async () => {
  expect(await readFingerprint(database)).toBeNull();
  await checkSecretKey(database, [first]);
  await checkSecretKey(database, [first]);
  await expect(checkSecretKey(database, [other], '/data/secret-key')).rejects.toThrow(
    /^\/data\/secret-key is not the secret key of this database.*postern migrate --new-secret-key/,
  );
  expect(await readFingerprint(database)).toBe(fingerprintOf(first));
});

test('a new key in front of the old one becomes the key of the database, which then refuses the old one alone', async () => {
  await checkSecretKey(database, [second, first]);
  expect(await readFingerprint(database)).toBe(fingerprintOf(second));
  await expect(checkSecretKey(database, [first])).rejects.toThrow('POSTERN_SECRET_KEY is not the secret key');
  await checkSecretKey(database, [second]);
});

test('every sealed column is sealed again after a change of keys, or its rows end before the old key is removed', async () => {
  const rows = await database.em.fork().execute<{ name: string }[]>(
    `select table_name || '.' || column_name as name from information_schema.columns
       where table_schema = 'public' and column_name like '%sealed%' order by name`,
  );
  expect(rows.map(({ name }) => name)).toEqual([
    'credential.sealed', // A password waits for five minutes.
    'discovery.sealed_email', // A discovery is kept for ten minutes.
    'discovery.sealed_result',
    'session.sealed_grant', // A session ends within an hour or is sealed again then.
    'webhook.sealed_old_secret', // Sealed again by sealAgain.
    'webhook.sealed_secret',
  ]);
});

test('a start with the same keys does not change since when the newest is in use', async () => {
  await database.em.fork().execute(`update secret_key set used_since = now() - interval '50 minutes'`);
  await checkSecretKey(database, [second, first]);
  expect(await minutesInUse(database, [second, first])).toBeCloseTo(50, 0);
  expect(await minutesInUse(database, [first])).toBeNull();
});

test('a lost key is replaced', async () => {
  await replaceSecretKey(database, [other]);
  await checkSecretKey(database, [other]);
});

test('the fingerprint tells nothing about the key: it is an HMAC under it', () => {
  expect(fingerprintOf(first)).toMatch(/^[0-9a-f]{64}$/);
  expect(fingerprintOf(first)).not.toBe(fingerprintOf(second));
});
