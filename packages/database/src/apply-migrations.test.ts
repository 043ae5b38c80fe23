import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createTestDatabase, type TestDatabase } from '@postern/test/environment/test-database';
import { Client } from 'pg';
import { applyMigrations } from './apply-migrations.js';

let testDatabase: TestDatabase;
let client: Client;
beforeEach(async () => {
  testDatabase = await createTestDatabase();
  client = await connect();
  await client.query('create table host (name text, port int)');
  await client.query("insert into host values ('a', 1), ('b', 1)");
});
afterEach(async () => {
  await client.end();
  await testDatabase.drop();
});

async function connect(): Promise<Client> {
  const connected = new Client({ connectionString: testDatabase.connectionString });
  await connected.connect();
  return connected;
}

const first = { name: '1-column', sql: 'alter table host add note text;' };
const indexed = { name: '2-index', sql: '\n  create unique index concurrently host_port on host (port);\n' };
const last = { name: '3-column', sql: 'alter table host add other text;' };
const apply = (...migrations: { name: string; sql: string }[]) =>
  applyMigrations(client, migrations, () => Promise.resolve());
const applied = async () =>
  (await client.query<{ name: string }>('select name from mikro_orm_migrations order by id')).rows.map(
    ({ name }) => name,
  );
const validity = async () =>
  (await client.query('select indisvalid from pg_index where indexrelid = to_regclass($1)', ['host_port']))
    .rows;

test('an index that a failed run left invalid is made again, and what came before it is not applied twice', async () => {
  await expect(apply(first, indexed, last)).rejects.toThrow('could not create unique index');
  expect(await applied()).toEqual(['1-column']);
  expect(await validity()).toEqual([{ indisvalid: false }]);
  await client.query("delete from host where name = 'b'");
  await apply(indexed, last);
  expect(await applied()).toEqual(['1-column', '2-index', '3-column']);
  expect(await validity()).toEqual([{ indisvalid: true }]);
});

test('rows change while an index is made, which waits for an older transaction', async () => {
  await client.query('delete from host');
  const other = await connect();
  await other.query('begin');
  await other.query("insert into host values ('older', 1)");
  const making = apply(indexed);
  const writer = await connect();
  await writer.query("set statement_timeout = '5s'");
  for (let port = 2; port < 20; port += 1)
    await writer.query("insert into host values ('during', $1)", [port]);
  await other.query('commit');
  await making;
  expect(await validity()).toEqual([{ indisvalid: true }]);
  await other.end();
  await writer.end();
});

test('migrations between two indexes are one transaction: all of them or none', async () => {
  const broken = { name: '4-broken', sql: 'select 1 / 0' };
  await expect(apply(first, last, broken)).rejects.toThrow('division by zero');
  const { rows } = await client.query("select 1 from pg_class where relname = 'mikro_orm_migrations'");
  expect(rows).toEqual([]);
});
