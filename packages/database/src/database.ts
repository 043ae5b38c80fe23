import { MikroORM, type SqlEntityManager } from '@mikro-orm/postgresql';
import type { Pool, PoolClient } from 'pg';
import { parse } from 'pg-connection-string';
import { Account } from './entities/account.js';
import { AuditEvent } from './entities/audit-event.js';
import { CertificatePin } from './entities/certificate-pin.js';
import { CreationKey } from './entities/creation-key.js';
import { MailSettings } from './entities/mail-settings.js';
import { Session, SignInCode } from './entities/session.js';
import { Token, TokenLookup } from './entities/token.js';
import { Verification } from './entities/verification.js';
import { Webhook } from './entities/webhook.js';
import { DatabaseUnfitError } from './database-unfit-error.js';
import { healPool } from './heal-pool.js';

export type Database = MikroORM;
export type EntityManager = SqlEntityManager;

/**
 * Opens a pool of connections to PostgreSQL. The first query connects; it throws within 2 s when the database cannot be
 * reached. PostgreSQL cancels a statement after `statementTimeoutMs` (default 10,000; 0 for never). A query without an
 * answer fails after `queryTimeoutMs` (default 12,000; 0 for never). A statement waits for a lock for `lockTimeoutMs`
 * (default as long as it may run). `connections` (default 10) is the size of the pool; one that is idle for `idleMs`
 * (default five minutes) is closed. A new one compiles each SQL function again at its first call.
 */
export async function openDatabase(
  connectionString: string,
  options: {
    connections?: number;
    queryTimeoutMs?: number;
    statementTimeoutMs?: number;
    lockTimeoutMs?: number;
    idleMs?: number;
  } = {},
): Promise<Database> {
  let pool: Pool | undefined;
  const database = await MikroORM.init({
    // MikroORM 7.2 would drop the URL's parameters, sslmode among them: node-postgres parses the URL itself.
    dbName: databaseNameIn(connectionString),
    entities: [
      Account,
      AuditEvent,
      CertificatePin,
      CreationKey,
      MailSettings,
      Session,
      SignInCode,
      Token,
      TokenLookup,
      Verification,
      Webhook,
    ],
    ensureDatabase: false,
    // MikroORM finds the current transaction by this name; two databases in one process must not share it.
    contextName: `postern-${(opened += 1)}`,
    driverOptions: {
      connectionString,
      max: options.connections ?? 10,
      connectionTimeoutMillis: 2000,
      idleTimeoutMillis: options.idleMs ?? 300_000,
      query_timeout: options.queryTimeoutMs ?? 12_000,
      application_name: 'postern',
      onPoolCreated: (created: Pool) => {
        pool = created;
        healPool(created);
      },
      // A statement and not startup parameters, which PgBouncer (1.18) refuses. Not `verify`: pg-pool (3.14) never releases
      // a connection whose caller has given up while `verify` runs, and then does not end either.
      onConnect: async (client: PoolClient) => {
        await client.query(limitSession, [options.statementTimeoutMs ?? 10_000, options.lockTimeoutMs ?? 0]);
      },
    },
    // BullMQ may live in a schema of the same database; policies and functions are written by hand.
    schemaGenerator: { ignoreSchema: ['bullmq'], ignorePolicies: true, ignoreRoutines: true },
  });
  const close = database.close.bind(database);
  database.close = async (force) => {
    await close(force);
    // Kysely (0.29) ends the pool only if one of its own statements has run, and not if all took a connection directly.
    if (pool !== undefined && !pool.ending) await pool.end();
  };
  return database;
}
let opened = 0;

const limitSession = `select set_config('statement_timeout', $1, false), set_config('lock_timeout', $2, false),
  set_config('idle_in_transaction_session_timeout', '15000', false)`;

/**
 * Opens a pool for the statements that nobody waits for, such as housekeeping: two connections, which are closed while
 * nothing runs. A statement may run for five minutes, and waits for a lock for two seconds.
 */
export function openMaintenance(connectionString: string): Promise<Database> {
  return openDatabase(connectionString, {
    connections: 2,
    statementTimeoutMs: 300_000,
    queryTimeoutMs: 310_000,
    lockTimeoutMs: 2000,
    idleMs: 10_000,
  });
}

/**
 * The name of the database in a URL. The files that the URL names are read, too: throws `DatabaseUnfitError` if one is
 * missing, which otherwise looks like an unreachable database.
 */
export function databaseNameIn(connectionString: string): string {
  try {
    return parse(connectionString).database ?? 'postgres';
  } catch (error) {
    throw new DatabaseUnfitError(
      `DATABASE_URL names a file that cannot be read: ${(error as Error).message}`,
    );
  }
}

/** An entity manager that sees one account's rows: the policies of PostgreSQL check each statement against it. */
export function inAccount(database: Database, accountId: string): EntityManager {
  return database.em.fork({ session: { variables: { 'postern.account_id': accountId } } });
}

/** An entity manager for an operator's work across accounts: sees accounts and operator tokens, no mail settings. */
export function asOperator(database: Database): EntityManager {
  return database.em.fork({ session: { variables: { 'postern.operator': 'on' } } });
}

/** An entity manager for an operator's change to one account: sees that account's rows as well. */
export function asOperatorIn(database: Database, accountId: string): EntityManager {
  return database.em.fork({
    session: { variables: { 'postern.operator': 'on', 'postern.account_id': accountId } },
  });
}

/** An entity manager for the tables without a policy: token look-up, sessions, jobs. Reading any other table throws. */
export function withoutAccount(database: Database): EntityManager {
  return database.em.fork();
}
