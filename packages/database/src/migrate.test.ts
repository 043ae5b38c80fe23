import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@postern/test/environment/test-database';
import { waitUntil } from '@postern/test/environment/wait-until';
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { openDatabase, type Database } from './database.js';
import { migrateDatabase, planMigration } from './migrate.js';
import { migrationSql } from './migrations/list.js';
import { refuseUnfit } from './fitness.js';
import { isSchemaCurrent } from './schema-version.js';

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

const keys = [randomBytes(32).toString('base64')];
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

test('a migration leaves no connection open, so that a command ends at once', async () => {
  await migrate();
  const sessions = async () => {
    const { rows } = await client.query(
      `select pid from pg_stat_activity
       where datname = current_database() and application_name = 'postern' and backend_type = 'client backend'`,
    );
    return rows.length;
  };
  // PostgreSQL ends a session shortly after its connection was closed.
  await waitUntil(async () => (await sessions()) === 0);
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
  await expect(refuseUnfit(database, keys)).rejects.toThrow(message);
  expect(await isSchemaCurrent(database)).toBe(false);
  const { rows } = await client.query(`select 1 from pg_class where relname = 'mail_settings'`);
  expect(rows).toEqual([]);
});

test('a database that a newer version upgraded is refused', async () => {
  await migrate();
  await recordMigrations(['2031-01-01-later']);
  const message = 'upgraded by a newer version of Postern (its migration 2031-01-01-later is unknown here)';
  await expect(migrate()).rejects.toThrow(message);
  await expect(refuseUnfit(database, keys)).rejects.toThrow(message);
});

test('a database without a schema, or with an older one, is refused until it was migrated', async () => {
  await expect(refuseUnfit(database, keys)).rejects.toThrow(
    'This database has no schema yet. Run “postern migrate”',
  );
  await migrate();
  const last = Object.keys(migrationSql).at(-1)!;
  await client.query('delete from mikro_orm_migrations where name = $1', [last]);
  await expect(refuseUnfit(database, keys)).rejects.toThrow(
    `older than this version of Postern: it lacks ${last}. Run “postern migrate”`,
  );
});

test('a database that is away passes: readiness tells of it', async () => {
  const away = await openDatabase('postgresql://nobody:nothing@127.0.0.1:1/nothing', { connections: 1 });
  await refuseUnfit(away, keys);
  await away.close();
});

test('a plan names the migrations that are not applied, and applies none', async () => {
  const plan = () => planMigration(testDatabase.connectionString);
  const names = Object.keys(migrationSql);
  expect((await plan()).map(({ name }) => name)).toEqual(names);
  expect(await isSchemaCurrent(database)).toBe(false);
  await migrate();
  expect(await plan()).toEqual([]);
});

test('a migration waits for a table that another session has locked, and for another process', async () => {
  await migrate();
  await client.query(`delete from mikro_orm_migrations where name <> '${Object.keys(migrationSql)[0]}'`);
  await client.query('begin');
  await client.query('lock table mikro_orm_migrations in access exclusive mode');
  const migrating = migrate();
  const ended = migrating.catch((error: Error) => error.message);
  await new Promise((resolve) => setTimeout(resolve, 6000)); // Longer than the limit of one wait for a lock.
  await client.query('rollback');
  expect(String(await ended)).toContain('already exists'); // The tables of the migrations whose names were deleted.
}, 60_000);

describe('a role that PostgreSQL does not hold to row-level security, or that lacks rights, is refused', () => {
  const administer = async (statement: string) => {
    const superuser = new Client({ connectionString: testDatabase.superuserConnectionString });
    await superuser.connect();
    try {
      await superuser.query(statement);
    } finally {
      await superuser.end();
    }
  };
  const urlOf = (role: string) => {
    const url = new URL(testDatabase.connectionString);
    url.username = role;
    url.password = 'secret';
    return url.href;
  };
  const start = async (role: string) => {
    const opened = await openDatabase(urlOf(role), { connections: 1 });
    try {
      await refuseUnfit(opened, keys);
    } finally {
      await opened.close();
    }
  };

  test.each([
    ['with BYPASSRLS', 'alter role ROLE bypassrls', 'DATABASE_URL names a role with BYPASSRLS'],
    ['that is a superuser', 'alter role ROLE superuser', 'DATABASE_URL names a superuser'],
    [
      'that is a member of one with BYPASSRLS',
      'create role ROLE_strong bypassrls; grant ROLE_strong to ROLE',
      'Take the membership away: REVOKE "ROLE_strong" FROM "ROLE"',
    ],
  ])('a role %s', async (_, change, message) => {
    await migrate();
    const role = `odd_${randomBytes(4).toString('hex')}`;
    await administer(`create role ${role} login password 'secret'; ${change.replaceAll('ROLE', role)}`);
    const expected = message.replaceAll('ROLE', role);
    await expect(start(role)).rejects.toThrow(expected);
    await expect(migrateDatabase(urlOf(role), testDatabase.connectionString)).rejects.toThrow(expected);
    await administer(`drop role ${role}; drop role if exists ${role}_strong`);
  });

  test('a role without rights, until the owner of the tables has migrated for it', async () => {
    await migrate();
    const role = `plain_${randomBytes(4).toString('hex')}`;
    await administer(`create role ${role} login password 'secret'`);
    await expect(start(role)).rejects.toThrow('may not read and write account, ');
    await migrateDatabase(urlOf(role), testDatabase.superuserConnectionString);
    await start(role);
    await administer(`drop owned by ${role}; drop role ${role}`);
  });
});
