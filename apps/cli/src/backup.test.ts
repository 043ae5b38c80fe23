import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { openDatabase } from '@postern/database/database';
import { migrateDatabase } from '@postern/database/migrate';
import { createTestDatabase, type TestDatabase } from '@postern/test/environment/test-database';
import { waitUntil } from '@postern/test/environment/wait-until';
import { createPrivateFolder } from '@postern/test/servers/private-folder';
import { cleanEnvironment, posternEntry, runPostern } from '@postern/test/servers/run-postern';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const POSTERN_SECRET_KEY = Buffer.alloc(32, 7).toString('base64');
let folder: string;
let remove: () => Promise<void>;
let testDatabase: TestDatabase;
beforeAll(async () => {
  ({ path: folder, remove } = await createPrivateFolder('backups'));
  testDatabase = await createTestDatabase();
  await migrateDatabase(testDatabase.connectionString);
});
afterAll(async () => {
  await testDatabase.drop();
  await remove();
});

const file = (name: string) => join(folder, name);
test('goes from DATABASE_URL to a data directory, and from there to another one, with the same tokens', async () => {
  const server = { DATABASE_URL: testDatabase.connectionString, POSTERN_SECRET_KEY };
  const made = await runPostern(['token', 'create', '--role', 'member', '--name', 'kept'], server);
  expect(made.exitCode).toBe(0);
  const written = await runPostern(['backup', file('server.gz')], server);
  expect(written).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(
      /^Wrote .*server\.gz: \d+ rows of \d+ tables.*\nThe secret key is not in it.*POSTERN_SECRET_KEY/,
    ),
  });
  const [first, second] = [file('first'), file('second')];
  const toFirst = await runPostern(['restore', file('server.gz')], { POSTERN_DATA_DIR: first });
  expect(toFirst).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('Every table has the rows of the backup'),
  });

  const again = await runPostern(['backup', file('first.gz')], { POSTERN_DATA_DIR: first });
  expect(again.stdout).toContain(`keep a copy of ${join(first, 'secret-key')} in another place`);
  const refused = await runPostern(['restore', file('first.gz')], { POSTERN_DATA_DIR: second });
  expect(refused).toMatchObject({
    exitCode: 1,
    stderr: expect.stringContaining('belongs to another secret key'),
  });
  await expect(stat(second)).rejects.toThrow('ENOENT');

  await mkdir(second, { mode: 0o700 });
  await copyFile(join(first, 'secret-key'), join(second, 'secret-key'));
  await rm(first, { recursive: true });
  expect((await runPostern(['restore', file('first.gz')], { POSTERN_DATA_DIR: second })).exitCode).toBe(0);
  const listed = await runPostern(['token', 'list'], { POSTERN_DATA_DIR: second });
  expect(listed.stdout).toContain('kept');
}, 90_000);

test('--check says whether a file is whole, without a database', async () => {
  const nowhere = { POSTERN_DATA_DIR: file('nowhere') };
  const whole = await runPostern(['restore', '--check', file('server.gz')], nowhere);
  expect(whole).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('server.gz is complete:') });
  const damaged = await runPostern(['restore', '--check', join(folder, 'no.gz')], nowhere);
  expect(damaged).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('cannot be read (ENOENT)') });
});

test('a backup tells its progress each second, and one that is interrupted leaves no file', async () => {
  const database = await openDatabase(testDatabase.superuserConnectionString, { connections: 2 });
  const holder = database.em.fork();
  const path = file('slow.gz');
  const startWhileLocked = async () => {
    await holder.begin();
    await holder.execute('lock table token');
    const child = spawn(process.execPath, [posternEntry, 'backup', path], {
      env: { ...cleanEnvironment(), DATABASE_URL: testDatabase.connectionString, POSTERN_SECRET_KEY },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    await waitUntil(async () => {
      const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      return (await database.em.fork().execute<object[]>(waiting)).length === 1;
    });
    return child;
  };
  const interrupted = await startWhileLocked();
  expect(await readdir(folder)).toContain('slow.gz.partial');
  const exited = once(interrupted, 'exit');
  interrupted.kill('SIGINT');
  expect(await exited).toEqual([130, null]);
  expect((await readdir(folder)).filter((name) => name.startsWith('slow'))).toEqual([]);
  await holder.rollback();

  const slow = await startWhileLocked();
  const told = text(slow.stderr!);
  await holder.execute('select pg_sleep(1.1)');
  await holder.rollback();
  expect(await told).toMatch(/^reading token: [\d,]+ rows$/m);
  expect(await readdir(folder)).toContain('slow.gz');
  await database.close();
}, 60_000);

// Written by commit 5b45d954, the first with `postern backup`: the schema had 8 migrations.
test('B16 a backup of an older release is restored and upgraded in one step', async () => {
  const old = fileURLToPath(new URL('../../../test/database/backup-5b45d954.gz', import.meta.url));
  const target = await createTestDatabase();
  const environment = {
    DATABASE_URL: target.connectionString,
    POSTERN_SECRET_KEY: Buffer.alloc(32).toString('base64'),
  };
  try {
    expect((await runPostern(['restore', old], environment)).exitCode).toBe(0);
    const checked = await runPostern(['migrate', '--check'], environment);
    expect(checked).toMatchObject({ exitCode: 0, stdout: 'The schema is up to date.\n' });
    const tokens = JSON.parse((await runPostern(['token', 'list', '--json'], environment)).stdout);
    expect(tokens.map(({ name }: { name: string }) => name)).toEqual(['old', 'network']);
    const superuser = await openDatabase(target.superuserConnectionString, { connections: 1 });
    const rows = await superuser.em
      .fork()
      .execute<object[]>(
        'select domain, kind, imap_host as imap, exchange_url as exchange from mail_settings order by domain limit 2',
      );
    await superuser.close();
    expect(rows).toEqual([
      {
        domain: 'exchange.example.com',
        kind: 'exchange',
        imap: null,
        exchange: 'https://mail.example.com/EWS/Exchange.asmx',
      },
      { domain: 'imap1.example.com', kind: 'imap', imap: 'imap.example.com', exchange: null },
    ]);
  } finally {
    await target.drop();
  }
}, 240_000);
