import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { Client } from 'pg';
import { newServerRecord, writeServerRecord } from './server-record.js';
import { startEmbeddedPostgres, type EmbeddedPostgres } from './start-embedded-postgres.js';

let dataDirectory = '';
let running: EmbeddedPostgres | null = null;

beforeEach(async () => {
  dataDirectory = await mkdtemp(join(tmpdir(), 'postern data '));
});
afterEach(async () => {
  await running?.stop();
  running = null;
  await rm(dataDirectory, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  running = await startEmbeddedPostgres({ dataDirectory, log: () => undefined });
  return running;
}

async function stop(): Promise<void> {
  await running?.stop();
  running = null;
}

async function query(text: string, server = running): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: server?.connectionString });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

async function pidFromFile(): Promise<number> {
  const record = JSON.parse(await readFile(join(dataDirectory, 'postgres.json'), 'utf8'));
  return Number(
    (
      await readFile(resolve(dataDirectory, record.serverDirectory, 'cluster', 'postmaster.pid'), 'utf8')
    ).split('\n')[0],
  );
}

test('the first start creates a role that is no superuser, owns its database and may create schemas in it', async () => {
  await start();
  const [role] = await query(
    `select current_user as name, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
       (select pg_get_userbyid(datdba) from pg_database where datname = current_database()) as owner,
       has_database_privilege(current_database(), 'create') as may_create
     from pg_roles where rolname = current_user`,
  );
  expect(role).toEqual({
    name: 'postern',
    rolsuper: false,
    rolbypassrls: false,
    rolcreaterole: false,
    rolcreatedb: false,
    owner: 'postern',
    may_create: true,
  });
  expect(await query('show fsync')).toEqual([{ fsync: 'on' }]);
});

test('only the file owner can read the passwords, and the server refuses a wrong password', async () => {
  const { port } = await start();
  expect((await stat(join(dataDirectory, 'postgres.json'))).mode & 0o777).toBe(0o600);
  const stranger = new Client({
    host: '127.0.0.1',
    port,
    user: 'postern',
    database: 'postern',
    password: 'a guess',
  });
  await expect(stranger.connect()).rejects.toThrow('password authentication failed');
});

test('the server has the same data and the same port after a restart', async () => {
  const first = await start();
  await query('create table kept (word text); insert into kept values ($$here$$)'.replaceAll('$$', "'"));
  await stop();
  const second = await start();
  expect(second.connectionString).toBe(first.connectionString);
  expect(await query('select word from kept')).toEqual([{ word: 'here' }]);
});

test('a second start on a data directory fails and names the process that uses the directory', async () => {
  await start();
  await expect(startEmbeddedPostgres({ dataDirectory, log: () => undefined })).rejects.toThrow(
    `is in use by process ${process.pid}`,
  );
});

test('a server whose parent was killed is used again with its open sessions, and stopped at the end', async () => {
  await start();
  const pid = await pidFromFile();
  await writeFile(join(dataDirectory, 'lock'), '999999999 1\n'); // the lock file of a process that was killed
  const adopted = await start();
  expect(await pidFromFile()).toBe(pid);
  await stop();
  await adopted.exited;
  await expect(pidFromFile()).rejects.toThrow('ENOENT');
});

test('after the server was killed with -9, the next start recovers every committed row', async () => {
  const server = await start();
  await query("create table kept (word text); insert into kept values ('here')");
  process.kill(await pidFromFile(), 'SIGKILL');
  await server.exited;
  await stop();
  await start();
  expect(await query('select word from kept')).toEqual([{ word: 'here' }]);
});

test('starts if another program has the process number in the pid file of an ended server', async () => {
  await start();
  const record = JSON.parse(await readFile(join(dataDirectory, 'postgres.json'), 'utf8'));
  await stop();
  const file = resolve(dataDirectory, record.serverDirectory, 'cluster', 'postmaster.pid');
  await writeFile(
    file,
    `${process.ppid}\n${record.serverDirectory}\n1\n${record.port}\n\n127.0.0.1\n\nready\n`,
  );
  await start();
  expect(await query('select 1 as one')).toEqual([{ one: 1 }]);
});

const options = (directory: string) => ({ dataDirectory: directory, log: () => undefined });
const copyOf = async (directory: string): Promise<string> => {
  const target = `${directory} copy`;
  await promisify(execFile)('cp', ['-a', directory, target]);
  return target;
};

test('a directory that was moved has its data, and a copy beside it has data of its own', async () => {
  await start();
  await query('create table kept (id int)');
  await query('insert into kept values (1)');
  await stop();
  const copy = await copyOf(dataDirectory);
  try {
    await start();
    const other = await startEmbeddedPostgres(options(copy));
    try {
      expect(await query('select id from kept', other)).toEqual([{ id: 1 }]);
      await query('insert into kept values (2)', other);
      expect(await query('select id from kept')).toEqual([{ id: 1 }]);
      expect(other.port).not.toBe(running!.port);
    } finally {
      await other.stop();
    }
    expect(await query('select id from kept')).toEqual([{ id: 1 }]);
    await stop();
    await rename(dataDirectory, `${dataDirectory} moved`);
    dataDirectory = `${dataDirectory} moved`;
    await start();
    expect(await query('select id from kept')).toEqual([{ id: 1 }]);
  } finally {
    await rm(copy, { recursive: true, force: true });
  }
}, 60_000);

test('a copy whose database is outside of it does not touch the original’s', async () => {
  const outside = await mkdtemp(join(tmpdir(), 'postern-server-'));
  await chmod(outside, 0o711);
  await writeServerRecord(dataDirectory, newServerRecord(outside));
  await start();
  const copy = await copyOf(dataDirectory);
  try {
    await expect(startEmbeddedPostgres(options(copy))).rejects.toThrow(
      `${copy} is a copy of ${dataDirectory}: both name the database in ${outside}`,
    );
    await stop();
    await expect(startEmbeddedPostgres(options(copy))).rejects.toThrow('is a copy of');
    await start();
    await query('select 1');
  } finally {
    await rm(copy, { recursive: true, force: true });
    await stop();
    await rm(outside, { recursive: true, force: true });
  }
}, 60_000);
