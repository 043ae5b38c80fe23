import { setTimeout as delay } from 'node:timers/promises';
import { escapeIdentifier, type ClientBase, type Pool } from 'pg';
import { applyMigrations, type MigrationText } from './apply-migrations.js';
import { openDatabase, type Database } from './database.js';
import { DatabaseUnfitError } from './database-unfit-error.js';
import { checkRole } from './fitness.js';
import { checkSessions } from './pooled-sessions.js';
import { sqlFunctions } from './functions/list.js';
import { checkSchemaVersion, pendingMigrations } from './schema-version.js';

const migrationLock = 727_468_837; // Any constant; "postern" on a telephone keypad, without its last digits.
/** A statement that waits longer for a lock would make every request behind it wait, too: it is given up and repeated. */
const lockTimeoutMs = 5000;
const lockAttempts = 10;
const pollMs = 500;

/**
 * Brings the schema up to date and writes every SQL function anew, under an advisory lock, so that any number of replicas
 * may start at once: the others wait. It is one transaction, unless a migration makes indexes concurrently. Statements may run as long as they need, and wait at
 * most 5 s for a lock, ten times. With a migration role of its own, the application's role is granted the tables. Throws
 * `DatabaseUnfitError` if the application's role would bypass row-level security, if PostgreSQL is older than 15, if
 * another version of Postern made the schema, or if a table stays locked.
 */
export async function migrateDatabase(
  connectionString: string,
  migrationString = connectionString,
): Promise<void> {
  const application = await openDatabase(connectionString, { connections: 1 });
  const owner = await openOwner(migrationString);
  try {
    await checkSessions(application);
    if (migrationString !== connectionString) await checkSessions(owner, 'DATABASE_MIGRATION_URL');
    const role = await checkRole(application);
    for (let attempt = 1; ; attempt += 1) {
      try {
        if (await migrateOnce(owner, migrationString === connectionString ? null : role)) return;
        attempt = 0; // Another process migrates.
        await delay(pollMs);
      } catch (error) {
        if (!isLocked(error)) throw error;
        if (attempt >= lockAttempts) throw stillLocked();
        await delay(pollMs * attempt);
      }
    }
  } finally {
    await application.close();
    await owner.close();
  }
}

/** The migrations that `migrateDatabase` would apply, oldest first. Throws the same `DatabaseUnfitError`, and changes nothing. */
export async function planMigration(
  connectionString: string,
  migrationString = connectionString,
): Promise<MigrationText[]> {
  const application = await openDatabase(connectionString, { connections: 1 });
  const owner = await openOwner(migrationString);
  try {
    await checkSessions(application);
    await checkRole(application);
    await checkSchemaVersion(owner);
    return await pendingMigrations(owner);
  } finally {
    await application.close();
    await owner.close();
  }
}

function openOwner(connectionString: string): Promise<Database> {
  return openDatabase(connectionString, {
    connections: 2,
    statementTimeoutMs: 0,
    queryTimeoutMs: 0,
    lockTimeoutMs,
  });
}

/** Migrates, and grants the tables to `role` if it is given; false if another process holds the advisory lock. */
async function migrateOnce(owner: Database, role: string | null): Promise<boolean> {
  const pool = (await owner.em.getConnection().getNativeClient()) as Pool;
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ is_held: boolean }>('select pg_try_advisory_lock($1) as is_held', [
      migrationLock,
    ]);
    if (!rows[0]!.is_held) return false;
    await checkSchemaVersion(owner);
    await applyMigrations(client, await pendingMigrations(owner), () => finishSchema(client, role));
    return true;
  } finally {
    client.release(true); // The lock ends with the session.
  }
}

/** Writes every SQL function anew, and grants the tables to `role` if it is given. The caller's transaction is open. */
export async function finishSchema(client: ClientBase, role: string | null): Promise<void> {
  for (const sql of sqlFunctions) await client.query(sql);
  if (role !== null) await grantTables(client, role);
}

/** Whether a statement has waited for a lock as long as it may (SQLSTATE 55P03). */
function isLocked(error: unknown): boolean {
  return error instanceof Error && ((error as { code?: unknown }).code === '55P03' || isLocked(error.cause));
}

function stillLocked(): DatabaseUnfitError {
  return new DatabaseUnfitError(
    `The schema could not be changed: other sessions kept a table locked during ${lockAttempts} tries of ${lockTimeoutMs / 1000} s. ` +
      'Look for long transactions (pg_stat_activity), and run “postern migrate” again.',
  );
}

/** The application's role works on the tables and makes BullMQ's schema, for which it needs CREATE. */
async function grantTables(client: ClientBase, role: string): Promise<void> {
  const grantee = escapeIdentifier(role);
  await client.query(`grant select, insert, update, delete on all tables in schema public to ${grantee}`);
  const { rows } = await client.query<{ name: string }>('select quote_ident(current_database()) as name');
  await client.query(`grant create on database ${rows[0]!.name} to ${grantee}`);
}
