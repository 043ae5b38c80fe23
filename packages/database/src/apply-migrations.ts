import type { ClientBase } from 'pg';
import { inTransaction } from './in-transaction.js';

/** A migration and its statements. */
export type MigrationText = { readonly name: string; readonly sql: string };

const indexStatement = /^create (?:unique )?index concurrently (\w+) /i;

/** The statements of a migration that only makes indexes while rows change; `null` for any other migration. */
function concurrentIndexes(sql: string): { name: string; statement: string }[] | null {
  const statements = sql
    .split(';')
    .map((statement) => statement.trim())
    .filter((statement) => statement !== '');
  const named = statements.flatMap((statement) => {
    const name = indexStatement.exec(statement)?.[1];
    return name === undefined ? [] : [{ name, statement }];
  });
  return named.length > 0 && named.length === statements.length ? named : null;
}

/**
 * Applies migrations in their order, and `finish` in the transaction of the last ones. A migration of nothing but `create
 * index concurrently` runs outside of a transaction, so that rows can change while the index is made; all migrations
 * between two such ones are one transaction.
 */
export async function applyMigrations(
  client: ClientBase,
  migrations: readonly MigrationText[],
  finish: () => Promise<void>,
): Promise<void> {
  let group: MigrationText[] = [];
  for (const migration of migrations) {
    const indexes = concurrentIndexes(migration.sql);
    if (indexes === null) {
      group.push(migration);
      continue;
    }
    const earlier = group;
    group = [];
    if (earlier.length > 0) await inTransaction(client, () => applyTogether(client, earlier));
    for (const { name, statement } of indexes) await makeIndex(client, name, statement);
    await record(client, migration);
  }
  await inTransaction(client, async () => {
    await applyTogether(client, group);
    await finish();
  });
}

/**
 * Applies migrations in the transaction that is open, as an operator: a new foreign key to `account` is checked against its
 * policy, which otherwise throws as soon as there is a row. Indexes are made without `concurrently`, for a database without rows.
 */
export async function applyTogether(client: ClientBase, migrations: readonly MigrationText[]): Promise<void> {
  for (const migration of migrations) {
    const sql = migration.sql.replaceAll(/\bindex concurrently\b/gi, 'index');
    // Two migrations end being an operator, so each one becomes it.
    await client.query(`select set_config('postern.operator', 'on', true); ${sql}`);
    await record(client, migration);
  }
  await client.query(`select set_config('postern.operator', 'off', true)`);
}

/**
 * Makes an index while rows change, unless it is there. An earlier run that failed has left it invalid: then it is dropped
 * and made again. It waits for older transactions as long as they last, which blocks nobody.
 */
async function makeIndex(client: ClientBase, name: string, statement: string): Promise<void> {
  const { rows } = await client.query<{ indisvalid: boolean }>(
    'select indisvalid from pg_index where indexrelid = to_regclass($1)',
    [name],
  );
  if (rows[0]?.indisvalid === true) return;
  await client.query('set lock_timeout = 0');
  try {
    if (rows.length > 0) await client.query(`drop index concurrently ${name}`);
    await client.query(statement);
  } finally {
    await client.query('reset lock_timeout').catch(() => undefined); // A lost connection has no setting.
  }
}

/** Remembers a migration as MikroORM 7.2 did, which applied the first ones. */
async function record(client: ClientBase, { name }: MigrationText): Promise<void> {
  await client.query(`create table if not exists mikro_orm_migrations (
    id serial primary key, name varchar(255), executed_at timestamptz default current_timestamp)`);
  await client.query('insert into mikro_orm_migrations (name) values ($1)', [name]);
}
