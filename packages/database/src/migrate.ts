import { openDatabase, type Database, type EntityManager } from './database.js';
import { DatabaseUnfitError } from './database-unfit-error.js';
import { sqlFunctions } from './functions/list.js';
import { checkSchemaVersion } from './schema-version.js';

const migrationLock = 727_468_837; // Any constant; "postern" on a telephone keypad, without its last digits.

/**
 * Brings the schema up to date and writes every SQL function anew, in one transaction and under an advisory lock, so
 * that any number of replicas may start at once. With a migration role of its own, the application's role is granted
 * the tables. Throws `DatabaseUnfitError` if the application's role would bypass row-level security, if PostgreSQL is
 * older than 15, or if another version of Postern made the schema.
 */
export async function migrateDatabase(
  connectionString: string,
  migrationString = connectionString,
): Promise<void> {
  const application = await openDatabase(connectionString, { connections: 3 });
  const owner =
    migrationString === connectionString
      ? application
      : await openDatabase(migrationString, { connections: 3 });
  try {
    const role = await checkFitness(application);
    await owner.em.fork().transactional(async (em) => {
      await em.execute('select pg_advisory_xact_lock(?)', [migrationLock]);
      await checkSchemaVersion(owner);
      await owner.migrator.up({ transaction: em.getTransactionContext() });
      for (const sql of sqlFunctions) await em.execute(sql);
      if (owner !== application) await grantTables(em, role);
    });
  } finally {
    await application.close();
    if (owner !== application) await owner.close();
  }
}

async function checkFitness(database: Database): Promise<string> {
  const [facts] = await database.em.fork().execute<
    { role: string; bypasses: boolean; is_super: boolean; version: number }[]
  >(`select rolname as role, rolbypassrls as bypasses, rolsuper as is_super,
       current_setting('server_version_num')::int as version
     from pg_roles where rolname = current_user`);
  if (facts!.version < 150_000) {
    throw new DatabaseUnfitError('PostgreSQL 15 or newer is needed.');
  }
  if (facts!.is_super || facts!.bypasses) {
    const what = facts!.is_super ? 'a superuser' : 'a role with BYPASSRLS';
    throw new DatabaseUnfitError(
      `DATABASE_URL names ${what}, for which PostgreSQL skips row-level security, the wall between accounts. ` +
        'Create an ordinary role that owns the database: CREATE ROLE postern LOGIN PASSWORD …; ' +
        'CREATE DATABASE postern OWNER postern;',
    );
  }
  return facts!.role;
}

/** The application's role works on the tables and makes BullMQ's schema, for which it needs CREATE. */
async function grantTables(em: EntityManager, role: string): Promise<void> {
  const [{ grantee, database }] = (await em.execute(
    'select quote_ident(?) as grantee, quote_ident(current_database()) as database',
    [role],
  )) as [{ grantee: string; database: string }];
  await em.execute(`grant select, insert, update, delete on all tables in schema public to ${grantee}`);
  await em.execute(`grant create on database ${database} to ${grantee}`);
}
