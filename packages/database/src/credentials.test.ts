import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@postern/test/environment/test-database';
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { storeCredential } from './credentials.js';
import { inAccount, openDatabase, type Database } from './database.js';
import { newId } from './id.js';
import { migrateDatabase } from './migrate.js';
import { createSecretSealer } from './sealed-secret.js';

let testDatabase: TestDatabase;
let database: Database;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  await migrateDatabase(testDatabase.connectionString);
  database = await openDatabase(testDatabase.connectionString, { connections: 2 });
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

test('a sealed password is a parameter of its statement: what PostgreSQL shows and logs has no part of it', async () => {
  const superuser = new Client({ connectionString: testDatabase.superuserConnectionString });
  await superuser.connect();
  try {
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
  } finally {
    await superuser.end();
  }
});
