import { requireConnection } from '@postern/database/require-connection';
import { migrateDatabase } from '@postern/database/migrate';
import { checkBackup, restoreBackup } from '@postern/database/backup/restore-backup';
import { writeBackup } from '@postern/database/backup/write-backup';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Client } from 'pg';
import { fillWaitingJobs } from '../database/fill-waiting-jobs.js';
import { claimOlderPostgres } from '../environment/older-postgres.js';
import { findProgram } from '../environment/system-packages.js';
import { createTestDatabase, type TestDatabase } from '../environment/test-database.js';
import { startPrivatePostgres, testRole } from '../environment/test-postgres.js';
import { waitUntil } from '../environment/wait-until.js';
import { startPgBouncer } from '../servers/pgbouncer.js';
import { noNames, refusedStart } from './refused-start.js';
import type { Chapter, Situation } from './situation.js';

const keys = [Buffer.alloc(32).toString('base64')];

/** Cleans up after `work`, whether it failed or not. */
async function andThen<Value>(work: Promise<Value>, cleanUp: () => Promise<unknown>): Promise<Value> {
  try {
    return await work;
  } finally {
    await cleanUp();
  }
}

/** Runs a statement as the superuser. */
async function administer(database: TestDatabase, statement: string): Promise<void> {
  const options = '-c default_transaction_read_only=off'; // A situation sets it for the whole database.
  const client = new Client({ connectionString: database.superuserConnectionString, options });
  await client.connect();
  await andThen(client.query(statement), () => client.end());
}

/** Starts a worker on a database, which must refuse it. */
const start = (url: string, more: Readonly<Record<string, string>> = {}): Promise<string> =>
  refusedStart({
    environment: { DATABASE_URL: url, POSTERN_SECRET_KEY: keys[0]!, ...noNames, ...more },
    isFoundByDoctor: more.NODE_OPTIONS === undefined, // It runs in this process, with another clock.
  });

/** Throws if a process that ended has left a session, a lock, a worker or a job that it took. */
async function requireNothingLeft(made: TestDatabase): Promise<void> {
  const client = new Client({ connectionString: made.superuserConnectionString });
  await client.connect();
  const count = async (statement: string) =>
    Number((await client.query<{ count: string }>(statement)).rows[0]!.count);
  const sessions = `select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;
  try {
    await waitUntil(async () => (await count(sessions)) === 0);
    const left = await count(
      `select (select count(*) from worker) + (select count(*) from pg_locks where locktype = 'advisory')
         + (select count(*) from verification_job where dispatched_until is not null) as count`,
    );
    if (left > 0) throw new Error(`${left} locks, workers or taken jobs were left`);
  } finally {
    await client.end();
  }
}

/** Breaks a database that has the schema, and starts a process on it; the next situation has it as it was. */
function broken(
  fault: string,
  breakIt: string,
  repair: string,
  more: Readonly<Record<string, string>> = {},
): Situation {
  return {
    fault,
    run: async () => {
      const made = await migrated();
      await administer(made, breakIt);
      return await andThen(start(made.connectionString, more), () => administer(made, repair));
    },
  };
}

let shared: Promise<TestDatabase> | undefined;
async function migrated(): Promise<TestDatabase> {
  shared ??= createTestDatabase().then(async (made) => {
    await migrateDatabase(made.connectionString);
    const client = new Client({ connectionString: made.superuserConnectionString });
    await client.connect();
    await andThen(fillWaitingJobs(client, 3, 1), () => client.end());
    return made;
  });
  return shared;
}

/** Starts a process on the database with a part of its URL changed. */
async function startWith(change: (url: URL) => unknown): Promise<string> {
  const url = new URL((await migrated()).connectionString);
  change(url);
  return await start(url.href);
}

/** Starts a process as a new role; PUBLIC may use the schema, so that the role reaches the tables that it has rights on. */
async function asRole(role: string, statements: string): Promise<string> {
  const made = await migrated();
  const url = new URL(made.connectionString);
  url.username = role;
  url.password = 'secret';
  await administer(
    made,
    `create role ${role} login password 'secret'; ${statements.replaceAll('ROLE', role)}`,
  );
  return await andThen(start(url.href), () =>
    administer(made, `drop owned by ${role}; drop role if exists ${role}, ${role}_strong`),
  );
}

/** Starts a process on a PostgreSQL that says that it is version 14. */
async function onOlderPostgres(): Promise<string> {
  const { connectionString } = await migrated();
  const client = new Client({ connectionString });
  await client.connect();
  const { rows } = await client.query<{ server_version_num: string }>('show server_version_num');
  await client.end();
  const real = Number(rows[0]!.server_version_num);
  const older = await claimOlderPostgres(connectionString, { real, claimed: 140_012 });
  return await andThen(start(older.url), async () => older.stop());
}

async function behindPooler(): Promise<string> {
  const { connectionString } = await migrated();
  const program = (await findProgram('pgbouncer'))!;
  const bouncer = await startPgBouncer(program, connectionString, 'transaction');
  return await andThen(start(bouncer.through(connectionString)), () => bouncer.stop());
}

/** Starts a process without TLS on a PostgreSQL that lets its role in with TLS only. */
async function onTlsOnly(): Promise<string> {
  const postgres = await startPrivatePostgres();
  const made = await createTestDatabase(postgres.url);
  const admission = [`host all postgres`, `hostssl all ${testRole.name}`];
  const lines = admission.map((who) => `${who} 127.0.0.1/32 scram-sha-256\n`);
  await writeFile(join(postgres.directory, 'pg_hba.conf'), lines.join(''));
  await administer(made, 'select pg_reload_conf()');
  return await andThen(start(made.connectionString), () => postgres.stop());
}

let folder = '';
const backup = async (): Promise<string> => {
  folder = await mkdtemp(join(tmpdir(), 'postern-faults-'));
  const file = join(folder, 'backup.gz');
  await writeBackup((await migrated()).connectionString, file);
  return file;
};
async function withBackup(work: (file: string) => Promise<unknown>): Promise<void> {
  try {
    await work(await backup());
  } finally {
    await rm(folder, { recursive: true });
  }
}
const header = (change: object) =>
  gzipSync(
    `${JSON.stringify({ format: 'postern-backup', version: 1, migrations: [], secretKey: null, ...change })}\n`,
  );

const role = `odd_${randomBytes(4).toString('hex')}`;
const last = 'select max(id) from mikro_orm_migrations';

/** Databases that api and worker refuse at their start, and `postern migrate` too where it cannot repair them. */
export const databaseFaults: Chapter = {
  heading: 'The database of `DATABASE_URL`',
  conceal: (message) =>
    message
      .replaceAll(role, 'postern')
      .replaceAll('"tester"', '"postern"')
      .replaceAll(/(?<=database ")test_\w+/g, 'postern')
      .replaceAll(/(?<=version )\d+(?=\. Upgrade)/g, '14')
      .replaceAll(/lacks [-\w, ]+/g, 'lacks 2026-11-30-secret-key'),
  situations: [
    {
      fault: 'A command of `postern` reaches no PostgreSQL',
      run: () => requireConnection('postgresql://127.0.0.1:1/postern'),
    },
    { fault: 'The password is wrong', run: () => startWith((url) => (url.password = 'wrong')) },
    { fault: 'The database does not exist', run: () => startWith((url) => (url.pathname = '/postern')) },
    {
      fault: '`sslmode=require`, and PostgreSQL has no TLS',
      run: () => startWith((url) => url.searchParams.set('sslmode', 'require')),
    },
    { fault: 'PostgreSQL lets the role in with TLS only, and `sslmode` is unset', run: onTlsOnly },
    { fault: 'PostgreSQL is older than 15', run: onOlderPostgres },
    { fault: 'A pooler shares sessions between transactions', needs: ['pgbouncer'], run: behindPooler },
    broken(
      'PostgreSQL accepts no changes, as a standby does',
      `do $$ begin execute format('alter database %I set default_transaction_read_only = on', current_database()); end $$`,
      `do $$ begin execute format('alter database %I reset default_transaction_read_only', current_database()); end $$`,
    ),
    broken('The clock of this machine is a day ahead', 'select 1', 'select 1', {
      NODE_OPTIONS: '--import=data:text/javascript,const{now}=Date;Date.now=()=>now()+864e5',
    }),
    {
      fault: 'The role is a superuser',
      run: async () => start((await migrated()).superuserConnectionString),
    },
    { fault: 'The role has `BYPASSRLS`', run: () => asRole(role, 'alter role ROLE bypassrls') },
    {
      fault: 'The role is a member of one with `BYPASSRLS`',
      run: () => asRole(role, 'create role ROLE_strong bypassrls; grant ROLE_strong to ROLE'),
    },
    {
      fault: 'The role is a member of a superuser',
      run: () => asRole(role, 'create role ROLE_strong superuser; grant ROLE_strong to ROLE'),
    },
    {
      fault: 'The role has no rights on the tables',
      run: () => asRole(role, 'grant select on mikro_orm_migrations to ROLE'),
    },
    {
      fault: 'The database has no schema',
      run: async () => {
        const empty = await createTestDatabase();
        return await andThen(start(empty.connectionString), () => empty.drop());
      },
    },
    broken(
      'The schema is older than Postern',
      `create table kept as select * from mikro_orm_migrations where id = (${last}); delete from mikro_orm_migrations where id = (${last});
       alter table kept owner to tester`,
      'insert into mikro_orm_migrations select * from kept; drop table kept',
    ),
    broken(
      'The schema is newer than Postern',
      "insert into mikro_orm_migrations (name) values ('2031-01-01-later')",
      "delete from mikro_orm_migrations where name = '2031-01-01-later'",
    ),
    broken(
      'The schema is from before 26 November 2026',
      "update mikro_orm_migrations set name = '2026-11-23-initial' where name = '2026-11-26-first-schema'",
      "update mikro_orm_migrations set name = '2026-11-26-first-schema' where name = '2026-11-23-initial'",
    ),
    broken(
      'The process has another secret key than the others',
      "insert into secret_key (fingerprint) values ('of another key') on conflict (id) do update set fingerprint = excluded.fingerprint",
      'delete from secret_key',
    ),
    {
      fault: '`sslrootcert` names a file that is missing',
      run: () => start('postgresql://db/postern?sslmode=verify-full&sslrootcert=/etc/postern/ca.pem'),
    },
  ],
};

/** Files and targets that `postern backup` and `postern restore` refuse. */
export const backupFaults: Chapter = {
  heading: 'Backups',
  conceal: (message) => message.replaceAll(folder, '/var/backups'),
  situations: [
    {
      fault: 'The file of a new backup exists',
      run: () => withBackup(async (file) => writeBackup((await migrated()).connectionString, file)),
    },
    {
      fault: 'The folder of a new backup is missing',
      run: () =>
        withBackup(async () =>
          writeBackup((await migrated()).connectionString, join(folder, 'no', 'backup.gz')),
        ),
    },
    {
      fault: 'The file was cut off, or altered',
      run: () =>
        withBackup(async (file) => {
          await truncate(file, 400);
          await checkBackup(file, keys);
        }),
    },
    {
      fault: 'The file is something else',
      run: () =>
        withBackup(async (file) => {
          await writeFile(file, gzipSync('-- PostgreSQL database dump\n'));
          await checkBackup(file, keys);
        }),
    },
    {
      fault: 'A newer Postern wrote the file',
      run: () =>
        withBackup(async (file) => {
          await writeFile(file, header({ version: 2 }));
          await checkBackup(file, keys);
        }),
    },
    {
      fault: 'The secret key is another one, or missing',
      run: () =>
        withBackup(async (file) => {
          const manifest = `${JSON.stringify({ tables: [] })}\n`;
          const secretKey = 'a'.repeat(64);
          const line = JSON.stringify({ format: 'postern-backup', version: 1, migrations: [], secretKey });
          await writeFile(file, gzipSync(`${line}\n${manifest}`));
          await checkBackup(file, keys);
        }),
    },
    {
      fault: 'The database is not empty',
      run: () =>
        withBackup(async (file) =>
          restoreBackup({ connectionString: (await migrated()).connectionString }, file, {
            secretKeys: keys,
            onProgress: () => undefined,
          }),
        ),
    },
  ],
};

/** Throws if a process that refused its start has left something in the database. */
export async function dropFaultyDatabase(): Promise<void> {
  const made = await shared;
  if (made === undefined) return;
  await andThen(requireNothingLeft(made), () => made.drop());
}
