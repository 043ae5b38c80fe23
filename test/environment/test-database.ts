import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { testRole } from './test-postgres.js';

export type TestDatabase = {
  /** The connection string of the role that owns the database and is no superuser. */
  readonly connectionString: string;
  /** The connection string of the superuser, for tests that bypass row-level security or damage rows. */
  readonly superuserConnectionString: string;
  /** Ends every session on the database and deletes the database. */
  drop(): Promise<void>;
};

/**
 * Creates a database for one suite, in the server that Jest's globalSetup started, or in the one that `server`, a
 * superuser's URL, names. It is empty, or a copy of the database `template`, which must have no sessions. Call `drop` in
 * `afterAll`.
 */
export async function createTestDatabase(
  server = serverUrl(),
  template = 'template1',
): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(
    server,
    `create database ${name} owner ${testRole.name} template ${template} strategy file_copy`,
  );
  const superuser = new URL(`/${name}`, server);
  const owner = new URL(superuser);
  owner.username = testRole.name;
  owner.password = testRole.password;
  return {
    connectionString: owner.href,
    superuserConnectionString: superuser.href,
    drop: () => administer(server, `drop database if exists ${name} with (force)`),
  };
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function serverUrl(): string {
  const url = process.env.TEST_POSTGRES_URL;
  if (url === undefined) throw new Error('TEST_POSTGRES_URL is not set: run the test through Jest’s config');
  return url;
}
