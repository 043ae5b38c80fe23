import {
  createDataDirectory,
  findDataDirectory,
  readBootstrapToken,
  readSecretKey,
} from '@postern/cli/data-directory';
import { lockDataDirectory } from '@postern/embedded-postgres/data-directory-lock';
import { startEmbeddedPostgres } from '@postern/embedded-postgres/start-embedded-postgres';
import {
  newServerRecord,
  readServerRecord,
  writeServerRecord,
} from '@postern/embedded-postgres/server-record';
import { execFile } from 'node:child_process';
import {
  appendFile,
  chmod,
  chown,
  mkdtemp,
  readdir,
  readFile,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { noNames, refusedStart } from './refused-start.js';
import type { Chapter, Situation } from './situation.js';

let folder = '';
const whole = () => join(folder, 'whole');
const broken = () => join(folder, 'broken');
const inside = (name: string) => join(broken(), name);
const cluster = (name: string) => inside(join('postgres/cluster', name));
const start = (dataDirectory: string) => startEmbeddedPostgres({ dataDirectory, log: () => undefined });

/** Makes the data directory that every situation breaks a copy of. */
export async function prepareDataDirectory(): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), 'postern-faults-'));
  await chmod(folder, 0o755);
  await (await start(await createDataDirectory(whole()))).stop();
  await writeFile(join(whole(), 'secret-key'), `${Buffer.alloc(32).toString('base64')}\n`, { mode: 0o600 });
  await readBootstrapToken(whole());
}

export async function removeDataDirectory(): Promise<void> {
  await rm(folder, { recursive: true, force: true });
}

/**
 * Breaks a copy of the directory, and starts it as `postern up` does. The files beside the cluster are always copied,
 * because a secret file with a second hard link is refused.
 */
async function startBroken(copyOptions: string, breakIt: () => Promise<unknown>): Promise<void> {
  await rm(broken(), { recursive: true, force: true });
  const copy = (options: readonly string[], from: string) =>
    promisify(execFile)('cp', [...options, from, broken()]);
  await copy([copyOptions], whole());
  for (const { name } of (await readdir(whole(), { withFileTypes: true })).filter((entry) => entry.isFile()))
    await copy(['-a', '--remove-destination'], join(whole(), name));
  await breakIt();
  await createDataDirectory(broken());
  await readSecretKey(broken());
  await readBootstrapToken(broken());
  await (await start(broken())).stop();
}

/** Starts a copy that nothing was broken in. */
export const startWhole = (): Promise<void> => startBroken('-a', () => Promise.resolve());

/** Starts the processes of `postern up` on a directory, which doctor does not look into. */
const up = (dataDirectory: string) =>
  refusedStart({
    command: 'up',
    environment: { POSTERN_DATA_DIR: dataDirectory },
    isFoundByDoctor: false,
  });

/** Damage that is noticed before PostgreSQL starts: the files are links, so `breakIt` must not write into one of them. */
const damage = (fault: string, breakIt: () => Promise<unknown>): Situation => ({
  fault,
  run: () => startBroken('-al', breakIt),
});

/** Damage that PostgreSQL itself notices. */
const damageWithin = (fault: string, breakIt: () => Promise<unknown>): Situation => ({
  fault,
  run: () => startBroken('-a', breakIt),
});

/** Makes a file anew with other content. */
async function replace(file: string, content: string | Buffer, mode = 0o600): Promise<void> {
  await rm(file);
  await writeFile(file, content, { mode });
}

async function shorten(file: string, bytes: number): Promise<void> {
  await replace(file, (await readFile(file)).subarray(0, bytes));
}

async function loseDatabase(): Promise<void> {
  const server = await start(broken());
  const { superuserPassword: password } = (await readServerRecord(broken()))!;
  const client = new Client({
    host: '127.0.0.1',
    port: server.port,
    user: 'postgres',
    database: 'postgres',
    password,
  });
  await client.connect();
  await client.query('drop database postern');
  await client.end();
  await server.stop();
}

/** Damage of a data directory: `postern up` refuses each, and never starts with an empty database. */
export const dataDirectoryFaults: Chapter = {
  heading: 'The data directory',
  conceal: (message) =>
    message
      .split(':\n')[0]! // The end of a log follows.
      .replaceAll(broken(), '/var/lib/postern')
      .replaceAll(whole(), '/var/lib/original')
      .replaceAll(folder, '/var/lib')
      .replaceAll(/chown -R \d+/g, 'chown -R 1000')
      .replaceAll(/by process \d+/g, 'by process 1234'),
  situations: [
    {
      fault: '`POSTERN_DATA_DIR` is misspelled, and the command is not `postern up`',
      run: () => findDataDirectory(join(folder, 'other')),
    },
    {
      fault: '`POSTERN_DATA_DIR` is below a file',
      run: async () => {
        await writeFile(join(folder, 'file'), '');
        await createDataDirectory(join(folder, 'file', 'data'));
      },
    },
    {
      fault: 'Another Postern uses it',
      async run() {
        const held = await createDataDirectory(join(folder, 'held'));
        const unlock = await lockDataDirectory(held);
        try {
          return await up(held);
        } finally {
          await unlock();
        }
      },
    },
    {
      fault: 'Its disk has no room for a database',
      needs: ['root'],
      async run() {
        const small = await createDataDirectory(join(folder, 'small'));
        await promisify(execFile)('mount', ['-t', 'tmpfs', '-o', 'size=16m,mode=0700', 'tmpfs', small]);
        const environment = { POSTERN_DATA_DIR: small, ...noNames };
        try {
          return await refusedStart({ command: 'up', environment });
        } finally {
          await promisify(execFile)('umount', [small]);
        }
      },
    },
    damage('Other users may write to it', () => chmod(broken(), 0o777)),
    damage('`secret-key` is missing', () => rm(inside('secret-key'))),
    damage('`secret-key` is empty', () => shorten(inside('secret-key'), 0)),
    damage('`secret-key` was cut off', () => shorten(inside('secret-key'), 20)),
    damage('`secret-key` may be read by others', () =>
      replace(inside('secret-key'), 'known to others', 0o644),
    ),
    damage('`secret-key` is a link', async () => {
      await rm(inside('secret-key'));
      await symlink(join(whole(), 'secret-key'), inside('secret-key'));
    }),
    damage('`bootstrap-token` is empty', () => shorten(inside('bootstrap-token'), 0)),
    damage('`postgres.json` is empty', () => shorten(inside('postgres.json'), 0)),
    damage('`postgres.json` was cut off', () => shorten(inside('postgres.json'), 40)),
    damage('`postgres.json` has no fields', () => replace(inside('postgres.json'), '{}')),
    damage('`postgres.json` is `null`', () => replace(inside('postgres.json'), 'null')),
    damageWithin('`postgres.json` is of another installation', async () => {
      const record = { ...newServerRecord(inside('postgres')), isComplete: true };
      await writeServerRecord(broken(), record);
    }),
    damage('`postgres.json` and `secret-key` are lost', async () => {
      await rm(inside('postgres.json'));
      await rm(inside('secret-key'));
    }),
    damage('It is a copy, and names the database of the original', async () => {
      await writeServerRecord(broken(), { ...newServerRecord(join(whole(), 'postgres')), isComplete: true });
      const original = (await readServerRecord(whole()))!;
      await writeServerRecord(whole(), original);
    }),
    damage('The directory `postgres` is missing', () => rm(inside('postgres'), { recursive: true })),
    damage('The cluster is missing', () => rm(cluster(''), { recursive: true })),
    damage('`PG_VERSION` is missing', () => rm(cluster('PG_VERSION'))),
    damage('An older PostgreSQL made the cluster', () => replace(cluster('PG_VERSION'), '14\n')),
    {
      fault: 'A newer PostgreSQL made the cluster',
      async run() {
        await startWhole();
        await replace(cluster('PG_VERSION'), '99\n');
        return await up(broken());
      },
    },
    damage('`pg_control` is missing', () => rm(cluster('global/pg_control'))),
    damage('`pg_control` was cut off', () => shorten(cluster('global/pg_control'), 512)),
    damageWithin('`pg_control` was overwritten', () =>
      writeFile(cluster('global/pg_control'), Buffer.alloc(8192, 1)),
    ),
    damage('`pg_wal` is missing', () => rm(cluster('pg_wal'), { recursive: true })),
    damage('`pg_xact` is missing', () => rm(cluster('pg_xact'), { recursive: true })),
    damage('`base` is missing', () => rm(cluster('base'), { recursive: true })),
    damage('Other users may read the cluster', () => chmod(cluster(''), 0o755)),
    damageWithin('A setting of `ALTER SYSTEM` is wrong', () =>
      appendFile(cluster('postgresql.auto.conf'), 'shared_buffers = none\n'),
    ),
    damageWithin('The database `postern` was dropped', loseDatabase),
    {
      ...damage('It belongs to another user', () => chown(broken(), 12_345, 12_345)),
      needs: ['root'],
    },
    {
      ...damage('The cluster belongs to another user', () => chown(cluster(''), 0, 0)),
      needs: ['root'],
    },
  ],
};
