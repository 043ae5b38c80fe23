import { CompiledQuery, type Transaction } from 'kysely';
import type { Pool, QueryResultRow } from 'pg';
import type { Database, EntityManager } from './database.js';

/** A statement that PostgreSQL prepares once for each session, under its name. Its placeholders are $1, $2, … in order. */
export type Statement = { readonly name: string; readonly text: string };

/** Runs a statement on the pool, prepared: the frequent calls, which need no entity and no transaction of the caller. */
export async function preparedQuery<Row extends QueryResultRow>(
  database: Database,
  statement: Statement,
  values: readonly unknown[],
): Promise<Row[]> {
  const pool = (await database.em.getConnection().getNativeClient()) as Pool;
  const { rows } = await pool.query<Row>({ ...statement, values: [...values] });
  return rows;
}

/** Runs the same statement in the transaction of an entity manager, unprepared: MikroORM 7.2 names no statements. */
export async function queryWithin<Row extends QueryResultRow>(
  em: EntityManager,
  { text }: Statement,
  values: readonly unknown[],
): Promise<Row[]> {
  return em.execute<Row[]>(text.replaceAll(/\$\d+/g, '?'), [...values]);
}

/**
 * Runs a statement with secrets in the transaction of an entity manager. The values are bound as parameters, which
 * PostgreSQL's log and pg_stat_activity leave out; MikroORM 7.2 writes the values of `execute` into the statement.
 */
export async function queryWithSecrets(
  em: EntityManager,
  text: string,
  values: readonly unknown[],
): Promise<void> {
  const transaction = em.getTransactionContext<Transaction<unknown>>();
  if (transaction === undefined) throw new Error('A statement with secrets needs a transaction');
  await transaction.executeQuery(CompiledQuery.raw(text, [...values]));
}
