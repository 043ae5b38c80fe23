import { openDatabase } from '@postern/database/database';
import { refuseUnfit } from '@postern/database/fitness';
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
import { createTestDatabase, type TestDatabase } from '../environment/test-database.js';
import type { Chapter, Situation } from './situation.js';

const keys = [Buffer.alloc(32).toString('base64')];

/** Cleans up after `work`, whether it failed or not. */
async function andThen(work: Promise<unknown>, cleanUp: () => Promise<unknown>): Promise<void> {
  try {
    await work;
  } finally {
    await cleanUp();
  }
}

/** Runs a statement as the superuser. */
async function administer(database: TestDatabase, statement: string): Promise<void> {
  const client = new Client({ connectionString: database.superuserConnectionString });
  await client.connect();
  await andThen(client.query(statement), () => client.end());
}

/** Starts a process on a database, as far as its checks. */
async function start(connectionString: string): Promise<void> {
  const database = await openDatabase(connectionString, { connections: 2 });
  await andThen(refuseUnfit(database, keys), () => database.close());
}

/** Breaks a database that has the schema, and starts a process on it; the next situation has it as it was. */
function broken(fault: string, breakIt: string, repair: string): Situation {
  return {
    fault,
    run: async () => {
      const made = await migrated();
      await administer(made, breakIt);
      await andThen(start(made.connectionString), () => administer(made, repair));
    },
  };
}

let shared: Promise<TestDatabase> | undefined;
async function migrated(): Promise<TestDatabase> {
  shared ??= createTestDatabase().then(async (made) => {
    await migrateDatabase(made.connectionString);
    return made;
  });
  return shared;
}

/** Starts a process on the database with a part of its URL changed. */
async function startWith(change: (url: URL) => unknown): Promise<void> {
  const url = new URL((await migrated()).connectionString);
  change(url);
  await start(url.href);
}

async function asRole(role: string, statements: string): Promise<void> {
  const made = await migrated();
  const url = new URL(made.connectionString);
  url.username = role;
  url.password = 'secret';
  await administer(
    made,
    `create role ${role} login password 'secret'; ${statements.replaceAll('ROLE', role)}`,
  );
  await andThen(start(url.href), () => administer(made, `drop role if exists ${role}, ${role}_strong`));
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
      fault: 'The database has no schema',
      run: async () => {
        const empty = await createTestDatabase();
        await andThen(start(empty.connectionString), () => empty.drop());
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
      "insert into secret_key (fingerprint) values ('of another key')",
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

export async function dropFaultyDatabase(): Promise<void> {
  await (await shared)?.drop();
}
