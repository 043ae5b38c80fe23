import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { testRole } from './test-postgres.js';

export type TestDatabase = {
  /** As the ordinary role that owns the database. */
  readonly connectionString: string;
  /** As the superuser, to read past row-level security or to damage rows. */
  readonly superuserConnectionString: string;
  /** Ends every session on the database and deletes it. */
  drop(): Promise<void>;
};

/**
 * An empty database of its own for a suite, in the server that Jest's globalSetup started unless another is named by a
 * superuser's URL. Drop it in `afterAll`.
 */
export async function createTestDatabase(server = serverUrl()): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await administer(server, `create database ${name} owner ${testRole.name}`);
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
