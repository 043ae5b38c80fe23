import type { Database } from './database.js';
import { DatabaseUnfitError } from './database-unfit-error.js';
import { migrationSql } from './migrations/list.js';
import { preparedQuery } from './prepared-query.js';

const ours = Object.keys(migrationSql);

/**
 * Throws `DatabaseUnfitError` when another version of Postern made the schema: one from before the first migration of
 * this version, from which there is no upgrade, or a newer one. A database without a schema passes.
 */
export async function checkSchemaVersion(database: Database): Promise<void> {
  const names = await appliedMigrations(database);
  if (names.length > 0 && !names.includes(ours[0]!)) {
    throw new DatabaseUnfitError(
      'This database was made by a version of Postern from before 26 November 2026, from which there is no upgrade: ' +
        'export the mail settings with that version (GET /v1/mail-settings/export) and start this one with an empty ' +
        'database (another DATABASE_URL, or another POSTERN_DATA_DIR for the embedded one).',
    );
  }
  const unknown = names.find((name) => !ours.includes(name));
  if (unknown !== undefined) {
    throw new DatabaseUnfitError(
      `This database was upgraded by a newer version of Postern (its migration ${unknown} is unknown here): ` +
        'start that version or a later one.',
    );
  }
}

/** Throws `DatabaseUnfitError` if another version of Postern made the schema, or if migrations are missing. */
export async function requireCurrentSchema(database: Database): Promise<void> {
  await checkSchemaVersion(database);
  const missing = (await pendingMigrations(database)).map(({ name }) => name);
  if (missing.length === 0) return;
  const fault =
    missing.length === ours.length
      ? 'This database has no schema yet'
      : `The schema of this database is older than this version of Postern: it lacks ${missing.join(', ')}`;
  throw new DatabaseUnfitError(`${fault}. Run “postern migrate”, and start this process again.`);
}

/** Whether every migration of this version has been applied. */
export async function isSchemaCurrent(database: Database): Promise<boolean> {
  return (await pendingMigrations(database)).length === 0;
}

/** The migrations of this version that have not been applied, oldest first, with their statements. */
export async function pendingMigrations(database: Database): Promise<{ name: string; sql: string }[]> {
  const names = new Set(await appliedMigrations(database));
  const pending = ours.filter((name) => !names.has(name));
  return pending.map((name) => ({ name, sql: migrationSql[name]! }));
}

const statement = {
  name: 'applied-migrations',
  text: 'select name from mikro_orm_migrations order by id',
};

/** The names of the migrations that were applied, oldest first; none for a database without a schema. */
export async function appliedMigrations(database: Database): Promise<string[]> {
  try {
    const rows = await preparedQuery<{ name: string }>(database, statement, []);
    return rows.map(({ name }) => name);
  } catch (error) {
    const isMissing = (error as { code?: unknown }).code === '42P01'; // undefined_table
    if (isMissing) return [];
    throw error;
  }
}
