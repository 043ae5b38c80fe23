import type { Environment } from '@postern/core/environment';
import { openDatabase, type Database } from '@postern/database/database';
import { DataDirectoryInUseError } from '@postern/embedded-postgres/data-directory-lock';
import { connectionStringOf, readServerRecord } from '@postern/embedded-postgres/server-record';
import { startEmbeddedPostgres } from '@postern/embedded-postgres/start-embedded-postgres';
import { migrateDatabase } from '@postern/database/migrate';
import { requireConnection } from '@postern/database/require-connection';
import { bootstrapTokens } from '@postern/database/tokens';
import { findDataDirectory, readSecretKey } from './data-directory.js';

/**
 * Runs `action` on the database of DATABASE_URL, or on the embedded one, whether or not `postern up` is running.
 * The schema and the first account exist when `action` runs.
 */
export async function withInstallation<T>(
  environment: Environment,
  action: (database: Database) => Promise<T>,
): Promise<T> {
  const { connectionString, release } = await reachDatabase(environment);
  try {
    await migrateDatabase(connectionString, environment.DATABASE_MIGRATION_URL);
    const database = await openDatabase(connectionString, { connections: 2 });
    try {
      await bootstrapTokens(database, { superAdmin: null, operator: null });
      return await action(database);
    } finally {
      await database.close();
    }
  } finally {
    await release();
  }
}

/** A database that a command works on, and the secret keys of this installation, newest first. */
export type ReachedDatabase = {
  readonly connectionString: string;
  readonly secretKeys: readonly string[];
  /** Stops the embedded database if this command started it. */
  release(): Promise<void>;
};

/**
 * The database of DATABASE_URL, or the embedded one, which is started if `postern up` does not run it. Throws
 * `DatabaseUnfitError` if DATABASE_URL does not connect.
 */
export async function reachDatabase(environment: Environment): Promise<ReachedDatabase> {
  const { DATABASE_URL: url, POSTERN_SECRET_KEY: keys } = environment;
  if (url !== undefined) {
    await requireConnection(url);
    return { connectionString: url, secretKeys: keys!, release: () => Promise.resolve() };
  }
  const dataDirectory = await findDataDirectory(environment.POSTERN_DATA_DIR);
  const secretKeys = keys ?? [await readSecretKey(dataDirectory)];
  try {
    const server = await startEmbeddedPostgres({ dataDirectory, log: () => undefined });
    return { connectionString: server.connectionString, secretKeys, release: () => server.stop() };
  } catch (error) {
    const record = error instanceof DataDirectoryInUseError ? await readServerRecord(dataDirectory) : null;
    if (record === null) throw error;
    return { connectionString: connectionStringOf(record), secretKeys, release: () => Promise.resolve() };
  }
}
