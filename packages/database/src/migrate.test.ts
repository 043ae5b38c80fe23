import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@postern/test/environment/test-database';
import { Client } from 'pg';
import { openDatabase, type Database } from './database.js';
import { migrateDatabase } from './migrate.js';
import { migrationSql } from './migrations/list.js';
import { isSchemaCurrent, refuseOtherSchema } from './schema-version.js';

let testDatabase: TestDatabase;
let database: Database;
let client: Client;
beforeEach(async () => {
  testDatabase = await createTestDatabase();
  database = await openDatabase(testDatabase.connectionString, { connections: 2 });
  client = new Client({ connectionString: testDatabase.connectionString });
  await client.connect();
});
afterEach(async () => {
  await client.end();
  await database.close();
  await testDatabase.drop();
});

const migrate = () => migrateDatabase(testDatabase.connectionString);

/** What a version of Postern leaves behind: the names of the migrations that it applied. */
async function recordMigrations(names: readonly string[]): Promise<void> {
  await client.query(`create table if not exists mikro_orm_migrations (
    id serial primary key, name varchar(255), executed_at timestamptz default current_timestamp)`);
  await client.query('insert into mikro_orm_migrations (name) select unnest($1::text[])', [names]);
}

test('six processes that start at once apply each migration once', async () => {
  expect(await isSchemaCurrent(database)).toBe(false);
  await Promise.all(Array.from({ length: 6 }, migrate));
  const { rows } = await client.query<{ name: string }>('select name from mikro_orm_migrations order by id');
  expect(rows.map(({ name }) => name)).toEqual(Object.keys(migrationSql));
  expect(await isSchemaCurrent(database)).toBe(true);
});

test('a start writes every SQL function anew', async () => {
  await migrate();
  await client.query(`create or replace function actor_name(actor_token uuid) returns text
    language sql as $$ select 'of another version' $$`);
  await migrate();
  const { rows } = await client.query<{ prosrc: string }>(
    `select prosrc from pg_proc where proname = 'actor_name'`,
  );
  expect(rows.map(({ prosrc }) => prosrc)).toEqual([expect.stringContaining('token_lookup')]);
});

test('a database of the version before 26 November 2026 is refused, and left as it is', async () => {
  const names = [
    'initial',
    'organisation',
    'verification',
    'allowlist',
    'operations',
    'populate',
    'claiming',
  ];
  await recordMigrations([...names, 'tracing', 'saving'].map((name) => `2026-11-23-${name}`));
  const message =
    /^This database was made by a version of Postern from before 26 November 2026.*empty database/;
  await expect(migrate()).rejects.toThrow(message);
  await expect(refuseOtherSchema(database)).rejects.toThrow(message);
  expect(await isSchemaCurrent(database)).toBe(false);
  const { rows } = await client.query(`select 1 from pg_class where relname = 'mail_settings'`);
  expect(rows).toEqual([]);
});

test('a database that a newer version upgraded is refused', async () => {
  await migrate();
  await recordMigrations(['2031-01-01-later']);
  const message = 'upgraded by a newer version of Postern (its migration 2031-01-01-later is unknown here)';
  await expect(migrate()).rejects.toThrow(message);
  await expect(refuseOtherSchema(database)).rejects.toThrow(message);
});

test('a database that is away or empty is no other schema', async () => {
  await refuseOtherSchema(database);
  const away = await openDatabase('postgresql://nobody:nothing@127.0.0.1:1/nothing', { connections: 1 });
  await refuseOtherSchema(away);
  await away.close();
});
