import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@postern/test/environment/test-database';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { openDatabase, type Database } from './database.js';
import { databaseTrouble } from './database-trouble.js';
import { refuseUnfit } from './fitness.js';
import { migrateDatabase } from './migrate.js';
import { requireConnection } from './require-connection.js';
import { tryWrite } from './try-write.js';

let testDatabase: TestDatabase;
let database: Database;
beforeAll(async () => {
  testDatabase = await createTestDatabase();
  await migrateDatabase(testDatabase.connectionString);
  database = await openDatabase(testDatabase.connectionString, { connections: 2, statementTimeoutMs: 200 });
});
afterAll(async () => {
  await database.close();
  await testDatabase.drop();
});

const troubleOf = (call: Promise<unknown>) => call.then(() => 'no error', databaseTrouble);
const run = (sql: string) => troubleOf(database.em.fork().execute(sql));

test.each([
  ['a statement that takes too long', 'select pg_sleep(5)', 'slow'],
  ['a full disk', `do $$ begin raise exception 'no space' using errcode = '53100'; end $$`, 'full'],
  ['a server that stops', `do $$ begin raise exception 'stopping' using errcode = '57P01'; end $$`, 'away'],
  ['a wrong statement', 'select nothing from nowhere', null],
])('%s', async (_, sql, trouble) => {
  expect(await run(sql)).toBe(trouble);
});

test('a server that cannot be reached is away, and one that never answers is slow', async () => {
  const away = await openDatabase('postgresql://nobody:nothing@127.0.0.1:1/nothing', { connections: 1 });
  expect(await troubleOf(away.em.fork().execute('select 1'))).toBe('away');
  await away.close();
  const hung = await openDatabase(testDatabase.connectionString, { connections: 1, queryTimeoutMs: 100 });
  expect(await troubleOf(hung.em.fork().execute('select pg_sleep(1)'))).toBe('slow');
  await hung.close();
});

test('a process starts while nothing answers at DATABASE_URL, and a command ends with a sentence', async () => {
  const silent = createServer(() => undefined).listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const url = `postgresql://nobody@127.0.0.1:${(silent.address() as AddressInfo).port}/nothing`;
  const hung = await openDatabase(url, { connections: 1 });
  const refused = expect(requireConnection(url)).rejects.toThrow(/^PostgreSQL cannot be reached\. Start it/);
  await refuseUnfit(hung, []);
  await refused;
  await hung.close();
  silent.close();
});

test('a write is tried without a trace, and fails where the database is read-only', async () => {
  await tryWrite(database);
  const rows = await database.em.fork().execute('select * from bootstrap_token');
  expect(rows).toEqual([]);
  const name = new URL(testDatabase.connectionString).pathname.slice(1);
  await database.em.fork().execute(`alter database ${name} set default_transaction_read_only = on`);
  const fresh = await openDatabase(testDatabase.connectionString, { connections: 1 });
  expect(await troubleOf(tryWrite(fresh))).toBe('read-only');
  await fresh.close();
});
