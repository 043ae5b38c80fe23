import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataDirectoryError } from './data-directory-error.js';
import type { PostgresAccount } from './postgres-account.js';

/** Without these PostgreSQL does not start, or starts and lacks rows. */
const parts = [
  'base',
  'global',
  'global/pg_control',
  'global/pg_filenode.map',
  'pg_wal',
  'pg_xact',
  'pg_multixact',
];
/** PG_CONTROL_FILE_SIZE in PostgreSQL's catalog/pg_control.h. */
const controlFileBytes = 8192;
const repair =
  'Put the data directory back from a backup of it, or restore a backup of the database into another POSTERN_DATA_DIR.';

/** A cluster that existed is never created again: the empty one would look like a new installation. */
export async function requireCluster(serverDirectory: string): Promise<void> {
  const cluster = join(serverDirectory, 'cluster');
  if ((await stat(join(cluster, 'PG_VERSION')).catch(() => null)) === null) {
    throw new DataDirectoryError(
      `The database of this installation is missing: there is no PostgreSQL cluster in ${cluster}. ` +
        'Put it back from a backup. To start with an empty database, use another POSTERN_DATA_DIR.',
    );
  }
  for (const part of parts) {
    if ((await stat(join(cluster, part)).catch(() => null)) === null)
      throw new DataDirectoryError(`The database in ${cluster} is damaged: ${part} is missing. ${repair}`);
  }
  if ((await stat(join(cluster, 'global/pg_control'))).size !== controlFileBytes)
    throw new DataDirectoryError(
      `The database in ${cluster} is damaged: global/pg_control was cut off. ${repair}`,
    );
}

/** Throws `DataDirectoryError` unless PostgreSQL of this version, as this account, can use the cluster. */
export async function requireUsable(
  clusterDirectory: string,
  version: string,
  account: PostgresAccount,
): Promise<void> {
  const made = (await readFile(join(clusterDirectory, 'PG_VERSION'), 'utf8')).trim();
  const [major = ''] = version.split('.');
  if (made !== major) {
    throw new DataDirectoryError(
      `The database in ${clusterDirectory} was made by PostgreSQL ${made}, and this Postern has PostgreSQL ${major}. ` +
        'Start it with the version of Postern that made it, run “postern backup”, and restore the backup with this version.',
    );
  }
  const { uid, mode } = await stat(clusterDirectory);
  const wanted = account?.uid ?? process.geteuid!();
  if (uid !== wanted)
    throw new DataDirectoryError(
      `${clusterDirectory} belongs to another user than the one that PostgreSQL runs as. Run: chown -R ${wanted} ${clusterDirectory}`,
    );
  if ((mode & 0o027) !== 0)
    throw new DataDirectoryError(
      `${clusterDirectory} may be read or written by other users, and PostgreSQL refuses that. Run: chmod 700 ${clusterDirectory}`,
    );
}

/** Throws `DataDirectoryError` if a cluster is in the directory whose record, with its passwords, is lost. */
export async function refuseUnknownCluster(dataDirectory: string, serverDirectory: string): Promise<void> {
  if ((await stat(join(serverDirectory, 'cluster', 'PG_VERSION')).catch(() => null)) === null) return;
  throw new DataDirectoryError(
    `${join(dataDirectory, 'postgres.json')} is missing, which has the passwords of the database in ${serverDirectory}. ` +
      'Put the file back from a backup of the data directory.',
  );
}
