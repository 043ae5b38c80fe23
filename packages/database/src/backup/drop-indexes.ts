import type { ClientBase } from 'pg';

/**
 * Drops the foreign keys between the tables, and their indexes that are no keys, and returns the statements that make them
 * again. Rows are copied several times as fast without them: a foreign key is checked by a query for each row, and by one
 * join when it is added to a filled table.
 */
export async function dropIndexes(client: ClientBase, tables: readonly string[]): Promise<string[]> {
  const { rows } = await client.query<{ dropped: string; made: string }>(dropped, [tables]);
  for (const row of rows) await client.query(row.dropped);
  return rows.map(({ made }) => made).toReversed();
}

/** Foreign keys first: PostgreSQL keeps an index that a foreign key depends on. */
const dropped = `
  select * from (
    select 1 as place, format('alter table %s drop constraint %I', k.conrelid::regclass, k.conname) as dropped,
      format('alter table %s add constraint %I %s', k.conrelid::regclass, k.conname, pg_get_constraintdef(k.oid)) as made
    from pg_constraint k
    where k.contype = 'f' and k.connamespace = 'public'::regnamespace
      and k.conrelid::regclass::text = any ($1) and k.confrelid::regclass::text = any ($1)
    union all
    select 2, format('drop index %s', i.indexrelid::regclass), pg_get_indexdef(i.indexrelid)
    from pg_index i
    where i.indrelid::regclass::text = any ($1)
      and not exists (select from pg_constraint k where k.conindid = i.indexrelid)
  ) found order by place, dropped`;
