import { databaseTrouble } from './database-trouble.js';
import type { Database } from './database.js';
import { DatabaseUnfitError } from './database-unfit-error.js';
import { checkSessions } from './pooled-sessions.js';
import { refusedConnection } from './require-connection.js';
import { requireCurrentSchema } from './schema-version.js';
import { checkSecretKey } from './secret-key.js';

type RoleFacts = {
  readonly role: string;
  readonly version: number;
  readonly is_super: boolean;
  readonly bypasses: boolean;
  /** A role of which this one is a member, and as which it could bypass row-level security. */
  readonly strong_role: string | null;
};

/**
 * Returns the role of DATABASE_URL. Throws `DatabaseUnfitError`, with the repair, if PostgreSQL is older than 15 or skips
 * row-level security for the role: a superuser, a role with BYPASSRLS, or a member of one.
 */
export async function checkRole(database: Database): Promise<string> {
  const [facts] = await database.em.fork().execute<RoleFacts[]>(
    `select own.rolname as role, own.rolbypassrls as bypasses, own.rolsuper as is_super,
       current_setting('server_version_num')::int as version,
       (select strong.rolname from pg_roles strong
        where (strong.rolsuper or strong.rolbypassrls) and pg_has_role(current_user, strong.oid, 'member')
        order by strong.rolname limit 1) as strong_role
     from pg_roles own where own.rolname = current_user`,
  );
  const { role, version, is_super: isSuper, bypasses, strong_role: strongRole } = facts!;
  if (version < 150_000) throw new DatabaseUnfitError('PostgreSQL 15 or newer is needed.');
  if (isSuper || bypasses) {
    throw new DatabaseUnfitError(
      `DATABASE_URL names ${isSuper ? 'a superuser' : 'a role with BYPASSRLS'}, for which PostgreSQL skips row-level security, the wall between accounts. ` +
        'Create an ordinary role that owns the database: CREATE ROLE postern LOGIN PASSWORD …; ' +
        'CREATE DATABASE postern OWNER postern;',
    );
  }
  if (strongRole !== null) {
    throw new DatabaseUnfitError(
      `DATABASE_URL names a member of the role ${strongRole}, as which it could skip row-level security, the wall between accounts. ` +
        `Take the membership away: REVOKE "${strongRole}" FROM "${role}";`,
    );
  }
  return role;
}

/** Throws `DatabaseUnfitError`, with the repair, if the role may not read and write every table. */
async function checkRights(database: Database): Promise<void> {
  const rows = await database.em.fork().execute<{ name: string }[]>(
    `select relname as name from pg_class
     where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
       and not (has_table_privilege(oid, 'select') and has_table_privilege(oid, 'insert')
         and has_table_privilege(oid, 'update') and has_table_privilege(oid, 'delete'))
     order by relname`,
  );
  if (rows.length === 0) return;
  const names = rows.map(({ name }) => name).join(', ');
  throw new DatabaseUnfitError(
    `The role of DATABASE_URL may not read and write ${names}. ` +
      'Run “postern migrate” with DATABASE_MIGRATION_URL naming the owner of the tables: it grants the rights.',
  );
}

type FitnessCheck = {
  /** What is checked, in a word or two. */
  readonly what: string;
  /** Throws `DatabaseUnfitError` with the repair. `secretKeys` are those of the process, newest first. */
  check(database: Database, secretKeys: readonly string[]): Promise<unknown>;
};

/** What the database of a process must be. */
export const fitnessChecks: readonly FitnessCheck[] = [
  { what: 'sessions', check: (database) => checkSessions(database) },
  { what: 'role', check: checkRole },
  { what: 'rights', check: checkRights },
  { what: 'schema', check: requireCurrentSchema },
  { what: 'secret key', check: checkSecretKey },
];

/**
 * Makes all checks of a process that works on the database. Throws `DatabaseUnfitError`. A database that is in trouble,
 * such as one that cannot be reached, passes, since readiness tells of it.
 */
export async function refuseUnfit(database: Database, secretKeys: readonly string[]): Promise<void> {
  try {
    for (const { check } of fitnessChecks) await check(database, secretKeys);
  } catch (error) {
    if (databaseTrouble(error) === null) throw refusedConnection(error) ?? error;
  }
}
