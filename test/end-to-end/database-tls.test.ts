import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { databaseUrlSchema } from '@postern/core/database-url';
import { openDatabase } from '@postern/database/database';
import { migrateDatabase } from '@postern/database/migrate';
import { openJobQueue } from '@postern/jobs/job-queue';
import { chmod, chown, copyFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { makeCertificates, type TestCertificates } from '../certificates/make-certificates.js';
import { startPrivatePostgres, testRole, type PrivatePostgres } from '../environment/test-postgres.js';

let postgres: PrivatePostgres;
let certificates: TestCertificates;
beforeAll(async () => {
  certificates = await makeCertificates();
  postgres = await startPrivatePostgres();
  await administer(`create database tls owner ${testRole.name}`);
  await requireTls('good');
}, 60_000);
afterAll(() => postgres.stop());

/** A URL of the server as its certificate names it, parsed as the environment is. */
function urlWith(parameters: string, host = 'localhost'): string {
  const { port } = new URL(postgres.url);
  const { name, password } = testRole;
  return databaseUrlSchema.parse(`postgresql://${name}:${password}@${host}:${port}/tls${parameters}`);
}

async function administer(statement: string): Promise<void> {
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

/** Lets the ordinary role in over TLS only, with a certificate of the test authority. */
async function requireTls(kind: 'good' | 'wrongName'): Promise<void> {
  const { keyFile, certFile } = certificates.of(kind);
  const { uid, gid } = await stat(join(postgres.directory, 'PG_VERSION'));
  for (const [from, to] of [
    [keyFile, 'server.key'],
    [certFile, 'server.crt'],
  ] as const) {
    const target = join(postgres.directory, to);
    await copyFile(from, target);
    await chmod(target, 0o600);
    await chown(target, uid, gid);
  }
  const admission = ['host all postgres', `hostssl all ${testRole.name}`].map(
    (who) => `${who} 127.0.0.1/32 scram-sha-256\n`,
  );
  await writeFile(join(postgres.directory, 'pg_hba.conf'), admission.join(''));
  await administer('alter system set ssl = on');
  await administer('select pg_reload_conf()');
  const url = urlWith('?sslmode=require');
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const client = new Client({ connectionString: url });
    client.on('error', () => undefined);
    if (
      await client.connect().then(
        () => true,
        () => false,
      )
    )
      return client.end();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('PostgreSQL did not take TLS connections within 5 s');
}

/** Connects MikroORM's pool and BullMQ; each result is `TLS`, `plain`, or why it does not connect. */
async function connectBoth(url: string): Promise<{ orm: string; queue: string }> {
  const messageOf = (error: unknown) => (error as Error).message;
  const database = await openDatabase(url);
  const orm = await database.em
    .fork()
    .execute<{ ssl: boolean }[]>('select ssl from pg_stat_ssl where pid = pg_backend_pid()')
    .then(([row]) => (row!.ssl ? 'TLS' : 'plain'), messageOf);
  await database.close();
  const queue = openJobQueue({ databaseUrl: url }, 'verification');
  const reached = await queue.depth().then(() => 'TLS', messageOf);
  await queue.close();
  return { orm, queue: reached };
}

describe('DATABASE_URL of a server that takes TLS only', () => {
  test('without sslmode is refused by the server', async () => {
    expect(await connectBoth(urlWith(''))).toEqual({
      orm: expect.stringContaining('no encryption'),
      queue: expect.stringContaining('no encryption'),
    });
  });

  test.each(['require', 'verify-ca', 'verify-full'])(
    'with sslmode=%s and the private authority connects by TLS: migrations, pool and queue',
    async (mode) => {
      const url = urlWith(`?sslmode=${mode}&sslrootcert=${encodeURIComponent(certificates.caFile)}`);
      await migrateDatabase(url);
      expect(await connectBoth(url)).toEqual({ orm: 'TLS', queue: 'TLS' });
    },
  );

  test('with sslmode=verify-full refuses an authority that is not trusted', async () => {
    const { orm, queue } = await connectBoth(urlWith('?sslmode=verify-full'));
    expect([orm, queue]).toEqual([
      expect.stringMatching(/certificate/i),
      expect.stringMatching(/certificate/i),
    ]);
  });

  test('names a file that does not exist', async () => {
    await expect(async () =>
      openDatabase(urlWith('?sslmode=verify-full&sslrootcert=/nowhere/ca.pem')),
    ).rejects.toThrow('DATABASE_URL names a file that cannot be read: ENOENT');
  });

  test('with a certificate for another name fails verify-full and passes verify-ca', async () => {
    await requireTls('wrongName');
    const ca = `&sslrootcert=${encodeURIComponent(certificates.caFile)}`;
    const refused = await connectBoth(urlWith(`?sslmode=verify-full${ca}`));
    expect([refused.orm, refused.queue]).toEqual([
      expect.stringContaining('altnames'),
      expect.stringContaining('altnames'),
    ]);
    expect((await connectBoth(urlWith(`?sslmode=verify-ca${ca}`))).orm).toBe('TLS');
  });
});
