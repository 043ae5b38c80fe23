import { setTimeout as delay } from 'node:timers/promises';
import { refuseDistantClock } from './clock.js';
import { describeTrouble } from './database-trouble.js';
import type { Database } from './database.js';
import { DatabaseUnfitError } from './database-unfit-error.js';
import { checkSessions } from './pooled-sessions.js';
import { refusedConnection } from './require-connection.js';
import { requireCurrentSchema } from './schema-version.js';
import { checkSecretKey } from './secret-key.js';
import type { TroubleEpisodes } from './trouble-episodes.js';

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
  if (version < 150_000)
    throw new DatabaseUnfitError(
      `PostgreSQL 15 or newer is needed, and DATABASE_URL leads to version ${Math.floor(version / 10_000)}. Upgrade that server, or name another one.`,
    );
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
  const names = rows
    .slice(0, 3)
    .map(({ name }) => name)
    .join(', ');
  const more = rows.length > 3 ? ` and ${rows.length - 3} more tables` : '';
  throw new DatabaseUnfitError(
    `The role of DATABASE_URL may not read and write ${names}${more}. ` +
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
 * Makes all checks of a process that works on the database, and resolves to true. Throws `DatabaseUnfitError` with the
 * repair, also when PostgreSQL accepts no changes, and when the clocks differ by a minute or more. Resolves to false when
 * PostgreSQL is in another trouble, such as one that cannot be reached: `waitUntilFit` then repeats the checks.
 */
export async function refuseUnfit(database: Database, secretKeys: readonly string[]): Promise<boolean> {
  return (await findTrouble(database, secretKeys)) === null;
}

const againMs = 1000;

/**
 * Makes the checks of `refuseUnfit` every second until they pass, and reports the trouble meanwhile. Throws
 * `DatabaseUnfitError` as it does.
 */
export async function waitUntilFit(
  database: Database,
  secretKeys: readonly string[],
  troubles: TroubleEpisodes,
): Promise<void> {
  for (;;) {
    const trouble = await findTrouble(database, secretKeys);
    if (trouble === null) return;
    troubles.report(trouble);
    await delay(againMs);
  }
}

/** Makes all checks; resolves to the error of a trouble in which a process may wait, or null. */
async function findTrouble(database: Database, secretKeys: readonly string[]): Promise<unknown> {
  try {
    for (const { check } of fitnessChecks) await check(database, secretKeys);
    await refuseDistantClock(database);
    return null;
  } catch (error) {
    const trouble = describeTrouble(error)?.trouble ?? null;
    if (trouble === null || trouble === 'read-only') throw unfitnessOf(error);
    return error;
  }
}

/** The error of a fitness check with its repair: a trouble of PostgreSQL, or a connection that it refuses, in words. */
export function unfitnessOf(error: unknown): unknown {
  const trouble = describeTrouble(error);
  if (trouble !== null) return new DatabaseUnfitError(`${trouble.sentence}.`, { cause: error });
  return refusedConnection(error) ?? error;
}
