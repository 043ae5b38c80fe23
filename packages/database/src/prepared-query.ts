import type { Pool, QueryResultRow } from 'pg';
import type { Database } from './database.js';

/** Runs a named prepared statement on the pool: the hot paths, which need no entity and no transaction. */
export async function preparedQuery<Row extends QueryResultRow>(
  database: Database,
  statement: { readonly name: string; readonly text: string },
  values: readonly unknown[],
): Promise<Row[]> {
  const pool = (await database.em.getConnection().getNativeClient()) as Pool;
  const { rows } = await pool.query<Row>({ ...statement, values: [...values] });
  return rows;
}
