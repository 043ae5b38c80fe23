import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openMigratedDatabase, type MigratedDatabase } from '@postern/test/database/open-migrated-database';
import { randomBytes } from 'node:crypto';
import { storeCredential } from './credentials.js';
import { inAccount } from './database.js';
import { newId } from './id.js';
import { createSecretSealer } from './sealed-secret.js';

let opened: MigratedDatabase;
beforeAll(async () => {
  opened = await openMigratedDatabase({ connections: 2 });
});
afterAll(() => opened.close());

test('a sealed password is a parameter of its statement: what PostgreSQL shows and logs has no part of it', async () => {
  const { database, superuser } = opened;
  const [accountId, verificationId] = [newId(), newId()];
  await superuser.query(`insert into account (id, name) values ($1, 'first')`, [accountId]);
  await superuser.query(
    `insert into verification (id, account_id, domain, trigger, servers)
       values ($1, $2, 'example.com', 'try', '{}')`,
    [verificationId, accountId],
  );
  const sealer = createSecretSealer([randomBytes(32).toString('base64')]);
  await inAccount(database, accountId).transactional(async (em) => {
    await storeCredential(
      em,
      sealer,
      { verificationId, accountId },
      { username: 'jane', password: 'secret' },
    );
    const { rows: shown } = await superuser.query<{ query: string }>(
      `select query from pg_stat_activity where state = 'idle in transaction' and query like '%credential%'
         and datname = current_database()`,
    );
    expect(shown.map(({ query }) => query)).toEqual([expect.stringContaining('$3')]);
    const stored = await em.execute<{ sealed: string }[]>('select sealed from credential');
    expect(shown[0]!.query).not.toContain(stored[0]!.sealed.slice(0, 20));
  });
});
