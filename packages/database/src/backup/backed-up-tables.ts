import { escapeIdentifier, type ClientBase } from 'pg';

/**
 * Tables whose rows are in no backup. A password, a session, a connect session and a sign-in code are secrets that live for minutes or days:
 * they would be valid again after a restore. A discovery is kept for ten minutes. The others say what running processes do, and are made anew by them. The
 * migrations are in the header.
 */
const leftOut: ReadonlySet<string> = new Set([
  'account_probation',
  'blocked_server',
  'connect_session',
  'conversation_turn',
  'credential',
  'discovery',
  'domain_count',
  'housekeeping_run',
  'mikro_orm_migrations',
  'refused_login',
  'server_turn',
  'session',
  'sign_in_code',
  'waiting_account',
  'worker',
]);

/** Columns that say what running processes do with a row: after a restore every verification waits for its turn again. */
const columnsLeftOut: Readonly<Record<string, readonly string[]>> = {
  bulk_change: ['lease_until'],
  long_import: ['lease_until'],
  verification_job: [
    'lease_until',
    'credential_until',
    'dispatched_until',
    'watched_until',
    'blocked_on',
    'discovery_id',
  ],
  delivery_job: ['lease_until', 'dispatched_until'],
};

/**
 * Conditions of the rows that are in a backup, for tables where others are not: the jobs of discoveries. The condition
 * also holds for a table of an older schema, which has no such column.
 */
const rowsKept: Readonly<Record<string, string>> = {
  verification_job: `to_jsonb(verification_job) ->> 'discovery_id' is null`,
};

/** Tables whose policy shows an operator every row. Any other table with a policy shows the rows of one account. */
const shownToOperators: ReadonlySet<string> = new Set(['account', 'person', 'token']);

/** A table whose rows are in a backup. */
export type BackedUpTable = {
  readonly name: string;
  readonly columns: readonly string[];
  /** The order of the rows, as SQL, which does not depend on the collation of the database. */
  readonly order: string;
  /** PostgreSQL shows its rows account by account. */
  readonly isByAccount: boolean;
};

type CatalogRow = {
  readonly name: string;
  readonly columns: readonly string[];
  readonly key: readonly { readonly name: string; readonly is_text: boolean }[];
  readonly has_policies: boolean;
  readonly is_owned: boolean;
  readonly referenced: readonly string[];
};

/** The tables that a backup of this database has, each after those that it refers to. */
export async function listBackedUpTables(client: ClientBase): Promise<BackedUpTable[]> {
  const { rows } = await client.query<CatalogRow>(catalog);
  const kept = rows.filter(({ name }) => !leftOut.has(name));
  return inOrderOfReferences(kept).map(
    ({ name, columns, key, has_policies: hasPolicies, is_owned: isOwned }) => {
      const isByAccount = hasPolicies && !shownToOperators.has(name);
      if (isByAccount && !isOwned)
        throw new Error(
          `Rows of ${name} without an account would be missing: account_id must refer to account`,
        );
      const terms = key.map(
        (column) => escapeIdentifier(column.name) + (column.is_text ? ' collate "C"' : ''),
      );
      const order = [...(isByAccount ? ['account_id'] : []), ...terms].join(', ');
      const without = columnsLeftOut[name] ?? [];
      return { name, columns: columns.filter((column) => !without.includes(column)), order, isByAccount };
    },
  );
}

/** The rows of a table in their order, as a query; `accountId` must be given for a table that is read account by account. */
export function selectRows({ name, columns, order }: BackedUpTable, accountId: string | null): string {
  const list = columns.map((column) => escapeIdentifier(column)).join(', ');
  const conditions = [rowsKept[name] ?? 'true', accountId === null ? 'true' : `account_id = '${accountId}'`];
  return `select ${list} from ${escapeIdentifier(name)} where ${conditions.join(' and ')} order by ${order}`;
}

/** How values become text, whatever the settings of the role and the database are: a digest depends on it. */
export const textForm = `
  set local datestyle = 'ISO, YMD'; set local intervalstyle = 'postgres'; set local timezone = 'UTC';
  set local extra_float_digits = 1; set local bytea_output = 'hex'; set local client_encoding = 'UTF8';
  set local search_path = public; set local statement_timeout = 0; set local idle_in_transaction_session_timeout = 0`;

function inOrderOfReferences(tables: readonly CatalogRow[]): CatalogRow[] {
  const ordered: CatalogRow[] = [];
  const add = (table: CatalogRow): void => {
    if (ordered.includes(table)) return;
    for (const name of table.referenced) {
      const other = tables.find((candidate) => candidate.name === name);
      if (other !== undefined) add(other);
    }
    ordered.push(table);
  };
  tables.forEach(add);
  return ordered;
}

/** A table without a primary key is ordered by all its columns. */
const catalog = `
  select c.relname as name, c.relrowsecurity as has_policies,
    array(select a.attname::text from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum) as columns,
    (select json_agg(json_build_object('name', a.attname, 'is_text', a.attcollation <> 0) order by a.attnum)
      from pg_attribute a left join pg_index i on i.indrelid = c.oid and i.indisprimary
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        and (i.indrelid is null or a.attnum = any (i.indkey))) as key,
    exists (select 1 from pg_constraint f join pg_attribute a on a.attrelid = c.oid and a.attnum = f.conkey[1]
      where f.conrelid = c.oid and f.contype = 'f' and f.confrelid = 'account'::regclass and a.attname = 'account_id'
        and a.attnotnull) as is_owned,
    array(select distinct f.confrelid::regclass::text from pg_constraint f
      where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as referenced
  from pg_class c
  where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
  order by c.relname`;
