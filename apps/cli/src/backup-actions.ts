import type { Environment } from '@postern/core/environment';
import type { Manifest } from '@postern/database/backup/backup-format';
import { checkBackup, restoreBackup } from '@postern/database/backup/restore-backup';
import { writeBackup, type BackupProgress } from '@postern/database/backup/write-backup';
import { startEmbeddedPostgres } from '@postern/embedded-postgres/start-embedded-postgres';
import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  createDataDirectory,
  dataDirectoryPath,
  findSecretKey,
  hasInstallation,
  readSecretKey,
  secretKeyPlace,
} from './data-directory.js';
import { reachDatabase, type ReachedDatabase } from './open-installation.js';
import { print, printError } from './print.js';

export type RestoreOptions = { readonly check?: true; readonly newSecretKey?: true };

/** Runs `postern backup`. */
export async function backUp(environment: Environment, path: string): Promise<void> {
  const file = resolve(path);
  const { connectionString, release } = await reachDatabase(environment);
  const stopWatching = removeOnSignal(`${file}.partial`);
  try {
    const { header, manifest, bytes } = await writeBackup(connectionString, file, reportProgress('reading'));
    const megabytes = (bytes / 1e6).toFixed(1);
    print(`Wrote ${file}: ${countOf(manifest)}, ${megabytes} MB, schema ${header.migrations.at(-1)}.\n`);
    const place = secretKeyPlace(environment, dataDirectoryPath(environment.POSTERN_DATA_DIR));
    print(`The secret key is not in it: keep a copy of ${place} in another place.\n`);
  } finally {
    stopWatching();
    await release();
  }
}

/** Runs `postern restore`. */
export async function restore(
  environment: Environment,
  path: string,
  options: RestoreOptions,
): Promise<void> {
  const file = resolve(path);
  const configured = environment.POSTERN_SECRET_KEY ?? (await keysInDirectory(environment));
  const keys = options.check || options.newSecretKey ? null : configured;
  const { header, manifest } = await checkBackup(file, keys, reportProgress('checking'));
  const content = `${countOf(manifest)}, written ${header.createdAt}`;
  if (options.check) {
    print(`${file} is complete: ${content}.\n`);
    return;
  }
  const { connectionString, secretKeys, release } = await reachTarget(environment);
  try {
    const migrationString = environment.DATABASE_MIGRATION_URL;
    const progress = { secretKeys, onProgress: reportProgress('restoring') };
    await restoreBackup({ connectionString, migrationString }, file, progress);
    print(`Restored ${file}: ${content}. Every table has the rows of the backup.\n`);
    print('Tokens that were revoked after the backup are valid again: revoke them once more.\n');
  } finally {
    await release();
  }
}

/** The database of DATABASE_URL, or the embedded one of a data directory, which is created if it is missing. */
async function reachTarget(environment: Environment): Promise<ReachedDatabase> {
  if (environment.DATABASE_URL !== undefined || (await hasInstallation(environment.POSTERN_DATA_DIR)))
    return reachDatabase(environment);
  const dataDirectory = await createDataDirectory(environment.POSTERN_DATA_DIR);
  const secretKeys = environment.POSTERN_SECRET_KEY ?? [await readSecretKey(dataDirectory)];
  const server = await startEmbeddedPostgres({ dataDirectory, log: () => undefined });
  return { connectionString: server.connectionString, secretKeys, release: () => server.stop() };
}

async function keysInDirectory(environment: Environment): Promise<string[]> {
  const key = await findSecretKey(dataDirectoryPath(environment.POSTERN_DATA_DIR));
  return key === null ? [] : [key];
}

function countOf({ tables }: Manifest): string {
  const rows = tables.reduce((sum, table) => sum + table.rows, 0);
  return `${rows.toLocaleString('en')} rows of ${tables.length} tables`;
}

/** Prints a line on standard error after every second of work. */
function reportProgress(verb: string): BackupProgress {
  let printedAt = Date.now();
  return (table, rows) => {
    if (Date.now() - printedAt < 1000) return;
    printedAt = Date.now();
    printError(`${verb} ${table}: ${rows.toLocaleString('en')} rows\n`);
  };
}

/** Deletes an unfinished file when this process is told to end. */
function removeOnSignal(file: string): () => void {
  const stop = (signal: NodeJS.Signals): void => {
    rmSync(file, { force: true });
    process.exit(signal === 'SIGINT' ? 130 : 143);
  };
  process.on('SIGINT', stop).on('SIGTERM', stop);
  return () => void process.off('SIGINT', stop).off('SIGTERM', stop);
}
