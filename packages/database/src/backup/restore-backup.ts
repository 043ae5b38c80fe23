import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { escapeIdentifier, type ClientBase, type Pool } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { applyTogether, type MigrationText } from '../apply-migrations.js';
import { openDatabase, type Database } from '../database.js';
import { DatabaseUnfitError } from '../database-unfit-error.js';
import { checkRole } from '../fitness.js';
import { inTransaction } from '../in-transaction.js';
import { finishSchema } from '../migrate.js';
import { migrationSql } from '../migrations/list.js';
import { checkSessions } from '../pooled-sessions.js';
import { fingerprintOf } from '../secret-key.js';
import { BackupFileError, type BackupHeader, type Manifest, type TableHeader } from './backup-format.js';
import { listBackedUpTables, selectRows, textForm, type BackedUpTable } from './backed-up-tables.js';
import { dropIndexes } from './drop-indexes.js';
import { readBackup } from './read-backup.js';
import { RowDigest } from './row-digest.js';
import type { BackupProgress } from './write-backup.js';

const known: readonly MigrationText[] = Object.entries(migrationSql).map(([name, sql]) => ({ name, sql }));

/**
 * Reads a whole backup and returns what it has. Throws `BackupFileError`, with the repair, if it was cut off or altered, if
 * a newer version of Postern wrote it, or if its secret key is not among `secretKeys` (null: whichever key it has).
 */
export async function checkBackup(
  file: string,
  secretKeys: readonly string[] | null,
  onProgress: BackupProgress = () => undefined,
): Promise<{ header: BackupHeader; manifest: Manifest }> {
  const read = await readBackup(file, {
    async takeRows({ table }, rows) {
      const digest = new RowDigest();
      for await (const chunk of digest.watch(rows)) if (chunk.length > 0) onProgress(table, digest.rows);
    },
  });
  const unknown = read.header.migrations.find((name) => !(name in migrationSql));
  if (unknown !== undefined)
    throw new BackupFileError(
      `${file} was written by a newer version of Postern (its migration ${unknown} is unknown here). ` +
        'Restore it with that version or a later one.',
    );
  const { secretKey } = read.header;
  if (secretKey !== null && secretKeys !== null && !secretKeys.map(fingerprintOf).includes(secretKey))
    throw new BackupFileError(
      `${file} belongs to another secret key than the one that is configured. Set POSTERN_SECRET_KEY to the key that was used ` +
        'when it was written, or put that key’s file “secret-key” into the new data directory. If the key is lost, ' +
        'add --new-secret-key.',
    );
  return read;
}

/**
 * Restores a backup into a database without Postern's tables, in one transaction: the schema of the backup, its rows, then
 * the migrations that came later. Every table is read again and compared with the backup. Call `checkBackup` first. Throws
 * `DatabaseUnfitError` if the database has Postern's tables.
 */
export async function restoreBackup(
  target: { readonly connectionString: string; readonly migrationString?: string | undefined },
  file: string,
  { secretKeys, onProgress }: { secretKeys: readonly string[]; onProgress: BackupProgress },
): Promise<Manifest> {
  const application = await openDatabase(target.connectionString, { connections: 1 });
  const owner = await openDatabase(target.migrationString ?? target.connectionString, {
    connections: 1,
    statementTimeoutMs: 0,
    queryTimeoutMs: 0,
  });
  try {
    await checkSessions(application);
    const role = await checkRole(application);
    const grantee = target.migrationString === undefined ? null : role;
    return await withClient(owner, async (client) => {
      const manifest = await inTransaction(client, async () => {
        const restored = await restoreTables(client, file, onProgress);
        await finishSchema(client, grantee);
        await client.query('delete from secret_key');
        await client.query('insert into secret_key (fingerprint) values ($1)', [
          fingerprintOf(secretKeys[0]!),
        ]);
        return restored;
      });
      await client.query('analyze');
      return manifest;
    });
  } finally {
    await application.close();
    await owner.close();
  }
}

async function withClient<T>(database: Database, work: (client: ClientBase) => Promise<T>): Promise<T> {
  const client = await ((await database.em.getConnection().getNativeClient()) as Pool).connect();
  try {
    return await work(client);
  } finally {
    client.release(true);
  }
}

async function restoreTables(
  client: ClientBase,
  file: string,
  onProgress: BackupProgress,
): Promise<Manifest> {
  await client.query(textForm);
  await refuseTables(client);
  let tables: BackedUpTable[] = [];
  let later: readonly MigrationText[] = known;
  let indexes: readonly string[] = [];
  const prepare = async (header: BackupHeader): Promise<void> => {
    await applyTogether(
      client,
      known.filter(({ name }) => header.migrations.includes(name)),
    );
    later = known.filter(({ name }) => !header.migrations.includes(name));
    tables = await listBackedUpTables(client);
    for (const { name } of tables) await client.query(suspendGuards(name));
    indexes = await dropIndexes(
      client,
      tables.map(({ name }) => name),
    );
  };
  const { manifest } = await readBackup(file, {
    prepare,
    takeRows: (table, rows) => fill(client, table, rows, onProgress),
  });
  for (const statement of indexes) await client.query(statement);
  for (const table of tables) await compare(client, table, manifest, file);
  for (const { name } of tables) await client.query(resumeGuards(name));
  await applyTogether(client, later);
  // Jobs are chosen account by account: an account with waiting jobs has a row for each urgency.
  await client.query(`insert into waiting_account (account_id, urgency, data_center)
    select distinct account_id, urgency, data_center from verification_job on conflict do nothing`);
  return manifest;
}

async function refuseTables(client: ClientBase): Promise<void> {
  const { rows } = await client.query(
    `select 1 where to_regclass('public.mikro_orm_migrations') is not null or to_regclass('public.account') is not null`,
  );
  if (rows.length === 0) return;
  throw new DatabaseUnfitError(
    'The database has tables of Postern. A backup is restored into an empty one: name a new database with DATABASE_URL ' +
      '(CREATE DATABASE … OWNER …;), or a new directory with POSTERN_DATA_DIR for the embedded one.',
  );
}

/** Triggers would add rows that the backup has, and PostgreSQL copies no rows into a table whose policies bind its owner. */
function suspendGuards(table: string): string {
  return `alter table ${escapeIdentifier(table)} disable trigger user, no force row level security`;
}

/** Only tables with policies force them. */
function resumeGuards(table: string): string {
  const name = escapeIdentifier(table);
  return `alter table ${name} enable trigger user;
    do $$ begin
      if (select relrowsecurity from pg_class where oid = '${name}'::regclass) then
        alter table ${name} force row level security;
      end if;
    end $$`;
}

async function fill(
  client: ClientBase,
  { table, columns }: TableHeader,
  rows: AsyncIterable<Buffer>,
  onProgress: BackupProgress,
): Promise<void> {
  const list = columns.map((column) => escapeIdentifier(column)).join(', ');
  const digest = new RowDigest();
  const reported = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of digest.watch(rows)) {
      onProgress(table, digest.rows);
      yield chunk;
    }
  };
  const sink = client.query(copyFrom(`copy ${escapeIdentifier(table)} (${list}) from stdin`));
  await pipeline(Readable.from(reported()), sink);
}

/** Reads a table again, as the backup read it. */
async function compare(
  client: ClientBase,
  table: BackedUpTable,
  { tables }: Manifest,
  file: string,
): Promise<void> {
  const digest = new RowDigest();
  const rows = client.query(copyTo(`copy (${selectRows(table, null)}) to stdout`)) as AsyncIterable<Buffer>;
  for await (const chunk of digest.watch(rows)) void chunk;
  const { sha256 } = digest.result(table.name);
  const wanted = tables.find((candidate) => candidate.table === table.name);
  if (wanted === undefined || wanted.sha256 === sha256) return;
  throw new BackupFileError(
    `The table ${table.name} was restored with other rows than ${file} has, so nothing was kept. Report this with the versions of both databases.`,
  );
}
