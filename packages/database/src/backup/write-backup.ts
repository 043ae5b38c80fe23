import { createWriteStream } from 'node:fs';
import { open, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { ClientBase, Pool } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { openDatabase } from '../database.js';
import { checkRole } from '../fitness.js';
import { inTransaction } from '../in-transaction.js';
import { checkSessions } from '../pooled-sessions.js';
import { appliedMigrations, checkSchemaVersion } from '../schema-version.js';
import { readFingerprint } from '../secret-key.js';
import {
  BackupFileError,
  endOfRows,
  formatVersion,
  type BackupHeader,
  type Manifest,
  type TableDigest,
  type TableHeader,
} from './backup-format.js';
import { listBackedUpTables, selectRows, textForm, type BackedUpTable } from './backed-up-tables.js';
import { RowDigest } from './row-digest.js';

/** Called with the table that is being read or written, and its rows so far. */
export type BackupProgress = (table: string, rows: number) => void;

export type WrittenBackup = {
  readonly header: BackupHeader;
  readonly manifest: Manifest;
  readonly bytes: number;
};

/**
 * Writes every row of the database that outlives its processes to a new file, as of one moment, while the database is in
 * use. The file has its name only when it is complete and on the disk. Throws `BackupFileError` if the file exists, and
 * `DatabaseUnfitError` if another version of Postern made the schema.
 */
export async function writeBackup(
  connectionString: string,
  file: string,
  onProgress: BackupProgress = () => undefined,
): Promise<WrittenBackup> {
  if ((await stat(file).catch(() => null)) !== null)
    throw new BackupFileError(`${file} exists. Choose another name, or move the file away.`);
  const unfinished = `${file}.partial`;
  const database = await openDatabase(connectionString, {
    connections: 2,
    statementTimeoutMs: 0,
    queryTimeoutMs: 0,
  });
  try {
    await checkSessions(database);
    await checkRole(database);
    await checkSchemaVersion(database);
    const migrations = await appliedMigrations(database);
    const secretKey = migrations.includes('2026-11-30-secret-key') ? await readFingerprint(database) : null;
    const client = await ((await database.em.getConnection().getNativeClient()) as Pool).connect();
    try {
      const source = new BackupSource(client, { migrations, secretKey }, onProgress);
      await inTransaction(
        client,
        () =>
          pipeline(
            source.chunks(),
            createGzip({ level: 4 }),
            createWriteStream(unfinished, { mode: 0o600, flush: true }),
          ),
        'begin isolation level repeatable read read only',
      );
      const { size } = await stat(unfinished);
      await rename(unfinished, file);
      await flushDirectory(dirname(file));
      return { header: source.header!, manifest: source.manifest, bytes: size };
    } finally {
      client.release(true); // A read that was broken off leaves the connection in the middle of an answer.
    }
  } catch (error) {
    await rm(unfinished, { force: true });
    throw isOfFile(error) ? new BackupFileError(`${file} cannot be written (${error.code}).`) : error;
  } finally {
    await database.close();
  }
}

/** The content of a backup, read in one transaction. */
class BackupSource {
  header: BackupHeader | null = null;
  readonly manifest: { tables: TableDigest[] } = { tables: [] };

  constructor(
    private readonly client: ClientBase,
    private readonly facts: Pick<BackupHeader, 'migrations' | 'secretKey'>,
    private readonly onProgress: BackupProgress,
  ) {}

  async *chunks(): AsyncGenerator<string | Buffer> {
    await this.client.query(textForm);
    await this.client.query(`set local postern.operator = 'on'`);
    const createdAt = new Date().toISOString();
    this.header = { format: 'postern-backup', version: formatVersion, createdAt, ...this.facts };
    yield `${JSON.stringify(this.header)}\n`;
    const tables = await listBackedUpTables(this.client);
    const { rows } = await this.client.query<{ id: string }>('select id from account order by id');
    const accountIds = rows.map(({ id }) => id);
    for (const table of tables) {
      yield `${JSON.stringify({ table: table.name, columns: table.columns } satisfies TableHeader)}\n`;
      const digest = new RowDigest();
      for await (const chunk of digest.watch(this.rowsOf(table, accountIds))) {
        this.onProgress(table.name, digest.rows);
        yield chunk;
      }
      yield endOfRows;
      this.manifest.tables.push(digest.result(table.name));
    }
    yield `${JSON.stringify(this.manifest)}\n`;
  }

  /** The ordinary role sees the rows of a guarded table account by account, and each row has an account. */
  private async *rowsOf(table: BackedUpTable, accountIds: readonly string[]): AsyncGenerator<Buffer> {
    for (const accountId of table.isByAccount ? accountIds : [null]) {
      if (accountId !== null)
        await this.client.query(`select set_config('postern.account_id', $1, true)`, [accountId]);
      yield* this.client.query(
        copyTo(`copy (${selectRows(table, accountId)}) to stdout`),
      ) as AsyncIterable<Buffer>;
    }
  }
}

function isOfFile(error: unknown): error is NodeJS.ErrnoException {
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  return code !== undefined && (path !== undefined || syscall === 'write' || syscall === 'fsync');
}

/** Makes sure that the new name of a file is on the disk. */
async function flushDirectory(path: string): Promise<void> {
  const directory = await open(path);
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}
