import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { readAnswers } from '@postern/test/api/read-answers';
import { startTestApi, type TestApi } from '@postern/test/api/start-test-api';
import { createTestDatabase, type TestDatabase } from '@postern/test/environment/test-database';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { Client } from 'pg';
import { applyTogether } from '../apply-migrations.js';
import { openDatabase } from '../database.js';
import { refuseUnfit } from '../fitness.js';
import { migrationSql } from '../migrations/list.js';
import { checkBackup, restoreBackup } from './restore-backup.js';
import { writeBackup } from './write-backup.js';

const secretKeys = [randomBytes(32).toString('base64')];
const progress = { secretKeys, onProgress: () => undefined };
let api: TestApi;
let folder: string;
let backup: string;
let target: TestDatabase;

beforeAll(async () => {
  api = await startTestApi({ settings: { secretKeys } });
  await refuseUnfit(api.database, secretKeys); // The first process gives its secret key to the database.
  folder = await mkdtemp(join(tmpdir(), 'postern-backup-'));
  backup = join(folder, 'backup.gz');
  await fill();
  await writeBackup(api.testDatabase.connectionString, backup);
}, 60_000);
afterAll(async () => {
  await rm(folder, { recursive: true });
  await api.stop();
});
const odd = 'tab\t, line\n, backslash \\. and \\N, quote " and \u2019';
const save = (domain: string, token = api.account.tokens['super-admin']) =>
  api.call('POST', '/v1/mail-settings', {
    token,
    body: { domain, kind: 'exchange', exchange: { url: `https://mail.${domain}/EWS/Exchange.asmx` } },
  });

async function fill(): Promise<void> {
  await api.call('POST', '/v1/webhooks', { body: { url: 'https://hooks.example.com/', events: 'all' } });
  for (const name of ['one', 'two', 'three']) {
    await save(`${name}.example.com`);
    await save(`${name}.example.com`, api.other.tokens['super-admin']);
  }
  await api.call('POST', '/v1/tokens', { body: { name: odd, role: 'member' } });
  const version = await api.call('GET', '/v1/allowlist/version', { token: api.operatorToken });
  const published = await api.call('PUT', '/v1/allowlist', {
    token: api.operatorToken,
    headers: { 'if-match': String(version.headers['etag']) },
    body: { dataCenters: [], entries: [{ cidr: '192.0.2.0/24', protocol: 'imap', state: 'active' }] },
  });
  expect([200, 201]).toContain(published.status);
  await query(
    api.testDatabase,
    `update verification_job set dispatched_until = now(), lease_until = now(), attempt = 2;
     update delivery_job set dispatched_until = now(), lease_until = now();
     insert into session (sha256, token_id, expires_at) select '\\x5e551040', token_id, now() + interval '1 day' from token_lookup limit 1;
     insert into credential select id, account_id, 'v1.sealed-password' from verification limit 1`,
  );
}

async function query(database: TestDatabase, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: database.superuserConnectionString });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

/** The backup with another content, and well packed. */
const edit = async (change: (text: string) => string): Promise<string> => {
  const file = join(folder, 'edited.gz');
  await writeFile(file, gzipSync(change(gunzipSync(await readFile(backup)).toString())));
  return file;
};

const restore = (file: string) => restoreBackup(target, file, progress);

const ownPaths = [
  '/v1/mail-settings',
  '/v1/mail-settings/one.example.com',
  '/v1/mail-settings/one.example.com/verifications',
  '/v1/mail-settings/export',
  '/v1/audit-events',
  '/v1/tokens',
  '/v1/webhooks',
  '/v1/me',
];
const operatorPaths = [
  '/v1/accounts',
  '/v1/allowlist',
  '/v1/allowlist/version',
  '/v1/allowlist/document.jws',
];

/** What people read through the api of a database. */
const answersOf = (database: TestDatabase) =>
  readAnswers(database, secretKeys, [
    ...[api.account, api.other].flatMap(({ tokens }) =>
      ownPaths.map((url) => ({ url, token: tokens['super-admin'] })),
    ),
    ...operatorPaths.map((url) => ({ url, token: api.operatorToken })),
  ]);

describe('a backup', () => {
  beforeEach(async () => {
    target = await createTestDatabase();
  });
  afterEach(() => target.drop());

  test('restored into another database has the same rows in every table, and the api answers the same', async () => {
    const before = await answersOf(api.testDatabase);
    const restored = await restore(backup);
    const again = join(folder, 'again.gz');
    const { manifest } = await writeBackup(target.connectionString, again);
    const without = (tables: typeof restored.tables) => tables.filter(({ table }) => table !== 'secret_key');
    expect(without(manifest.tables)).toEqual(without(restored.tables));
    expect(restored.tables.find(({ table }) => table === 'mail_settings')?.rows).toBe(6);
    expect(await answersOf(target)).toEqual(before);
    expect(before.map(({ status }) => status)).toEqual(before.map(() => 200));
  }, 60_000);

  test('restored has the same policies, triggers, rights, indexes and constraints, and is fit for the next process', async () => {
    await restore(backup);
    const walls = `select relname, relrowsecurity, relforcerowsecurity, pg_get_userbyid(relowner) as owner, relacl::text,
        (select array_agg(tgname || tgenabled::text order by tgname) from pg_trigger where tgrelid = c.oid and not tgisinternal)
          as triggers
      from pg_class c where relnamespace = 'public'::regnamespace and relkind in ('r', 'i', 'S') order by relname`;
    const indexes = `select indexdef from pg_indexes where schemaname = 'public' order by indexdef`;
    const constraints = `select conrelid::regclass::text as of, conname, convalidated, pg_get_constraintdef(oid) as text
      from pg_constraint where connamespace = 'public'::regnamespace order by 1, 2`;
    for (const sql of [walls, indexes, constraints])
      expect(await query(target, sql)).toEqual(await query(api.testDatabase, sql));
    expect((await query(target, constraints)).some(({ text }) => String(text).startsWith('FOREIGN'))).toBe(
      true,
    );
    const opened = await openDatabase(target.connectionString, { connections: 2 });
    await refuseUnfit(opened, secretKeys);
    await opened.close();
  }, 60_000);

  test('holds no sealed password and no session, and every verification and delivery waits for its turn again', async () => {
    const text = gunzipSync(await readFile(backup)).toString();
    expect(text).not.toContain('sealed-password');
    expect(text).not.toContain('5e551040');
    expect((await stat(backup)).mode & 0o777).toBe(0o600);
    await restore(backup);
    const jobs = await query(
      target,
      'select count(*)::int as jobs, count(dispatched_until)::int as dispatched, count(lease_until)::int as leased from verification_job',
    );
    expect(jobs).toEqual([{ jobs: 6, dispatched: 0, leased: 0 }]);
    const deliveries = await query(
      target,
      'select count(*)::int as jobs, count(dispatched_until)::int as dispatched, count(lease_until)::int as leased from delivery_job',
    );
    // Of the saves of three domains and of the allowlist that was published.
    expect(deliveries).toEqual([{ jobs: 4, dispatched: 0, leased: 0 }]);
    const waiting = await query(
      target,
      'select count(*)::int as accounts from waiting_account where is_waiting',
    );
    expect(waiting).toEqual([{ accounts: 2 }]);
  });

  test('is of one moment while saves go on: no settings without their verification, no audit event without settings', async () => {
    let isOver = false;
    let saved = 0;
    const saving = (async () => {
      for (; !isOver; saved += 1) await save(`d${saved}.example.net`);
    })();
    const busy = join(folder, 'busy.gz');
    await writeBackup(api.testDatabase.connectionString, busy);
    isOver = true;
    await saving;
    expect(saved).toBeGreaterThan(0);
    await restore(busy);
    const torn = await query(
      target,
      `select s.domain from mail_settings s
       where not exists (select 1 from verification v where v.id = s.verification_id)
         or not exists (select 1 from verification_job j where j.verification_id = s.verification_id)
         or not exists (select 1 from audit_event e where e.subject like '%' || s.domain || '%')`,
    );
    expect(torn).toEqual([]);
  }, 30_000);

  test('of an older schema is restored and then migrated', async () => {
    const older = await createTestDatabase();
    const client = new Client({ connectionString: older.connectionString });
    await client.connect();
    const [first] = Object.entries(migrationSql).map(([name, sql]) => ({ name, sql }));
    await applyTogether(client, [first!]);
    await client.query(`set postern.operator = 'on';
      insert into account (id, name) values ('019aaf3e-0000-7000-8000-000000000000', 'of old')`);
    await client.end();
    const file = join(folder, 'older.gz');
    await writeBackup(older.connectionString, file);
    await restore(file);
    expect(await query(target, 'select name from account')).toEqual([{ name: 'of old' }]);
    const applied = await query(target, 'select name from mikro_orm_migrations order by id');
    expect(applied.map(({ name }) => name)).toEqual(Object.keys(migrationSql));
    await older.drop();
  });
});

describe('a backup is not written', () => {
  test('over an existing file, whose content stays', async () => {
    const file = join(folder, 'taken.gz');
    await writeFile(file, 'kept');
    await expect(writeBackup(api.testDatabase.connectionString, file)).rejects.toThrow(
      `${file} exists. Choose`,
    );
    expect(await readFile(file, 'utf8')).toBe('kept');
  });

  test('into a folder that is missing', async () => {
    const file = join(folder, 'nowhere', 'backup.gz');
    await expect(writeBackup(api.testDatabase.connectionString, file)).rejects.toThrow(
      'cannot be written (ENOENT)',
    );
  });

  test('in part: what fails leaves no file', async () => {
    const fail = () => {
      throw new Error('stopped in the middle');
    };
    const written = writeBackup(api.testDatabase.connectionString, join(folder, 'part.gz'), fail);
    await expect(written).rejects.toThrow('stopped in the middle');
    expect((await readdir(folder)).filter((name) => name.startsWith('part'))).toEqual([]);
  });
});

describe('is refused with the repair before anything is restored:', () => {
  const cut = async (share: number): Promise<string> => {
    const bytes = await readFile(backup);
    const file = join(folder, 'short.gz');
    await writeFile(file, bytes.subarray(0, Math.floor(bytes.length * share)));
    return file;
  };
  const withHeader = (change: object) =>
    edit((text) =>
      text.replace(/^.*\n/, (line) => `${JSON.stringify({ ...JSON.parse(line), ...change })}\n`),
    );

  test.each<[string, () => Promise<string>, string]>([
    ['a file that is missing', () => Promise.resolve(join(folder, 'no.gz')), 'no.gz cannot be read (ENOENT)'],
    ['a folder', () => Promise.resolve(folder), 'cannot be read (EISDIR)'],
    ['an empty file', () => cut(0), 'was cut off or altered'],
    ['half of a file', () => cut(0.5), 'was cut off or altered'],
    ['a file without its last bytes', () => cut(0.999), 'was cut off or altered'],
    [
      'a file without its manifest',
      () => edit((text) => text.replace(/[^\n]*\n$/, '')),
      'was cut off or altered',
    ],
    [
      'a changed row',
      () => edit((text) => text.replace('one.example.com', 'two.example.com')),
      'was cut off or altered',
    ],
    [
      'a missing table',
      () => edit((text) => text.replace(/\{"table":"token_lookup"[^]*?\n\\\.\n/, '')),
      'was cut off or altered',
    ],
    ['rows after the manifest', () => edit((text) => `${text}more\n`), 'was cut off or altered'],
    ['another program’s file', () => edit(() => '-- PostgreSQL database dump\n'), 'is no backup of Postern'],
    ['a newer format', () => withHeader({ version: 2 }), 'written by a newer version of Postern'],
    [
      'a newer schema',
      () => withHeader({ migrations: ['2031-01-01-later'] }),
      'its migration 2031-01-01-later is unknown here',
    ],
  ])('%s', async (_, make, sentence) => {
    await expect(make().then((file) => checkBackup(file, secretKeys))).rejects.toThrow(sentence);
  });

  test('a backup of another secret key, or without one', async () => {
    const message = /belongs to another secret key.*POSTERN_SECRET_KEY.*--new-secret-key/;
    await expect(checkBackup(backup, [randomBytes(32).toString('base64')])).rejects.toThrow(message);
    await expect(checkBackup(backup, [])).rejects.toThrow(message);
    expect((await checkBackup(backup, null)).header.version).toBe(1);
  });
});

describe('nothing is restored', () => {
  beforeEach(async () => {
    target = await createTestDatabase();
  });
  afterEach(() => target.drop());

  test('into a database that has tables of Postern', async () => {
    await restore(backup);
    await expect(restore(backup)).rejects.toThrow('The database has tables of Postern.');
  });

  test('from a file that was altered after it was checked: the transaction is rolled back', async () => {
    const altered = await edit((text) => text.replace('one.example.com', 'two.example.com'));
    await expect(restore(altered)).rejects.toThrow();
    expect(await query(target, "select 1 from pg_class where relname = 'account'")).toEqual([]);
  });
});
