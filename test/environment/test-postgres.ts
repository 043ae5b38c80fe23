import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCluster } from '@postern/embedded-postgres/create-cluster';
import { choosePostgresAccount } from '@postern/embedded-postgres/postgres-account';
import { findPostgresBinaries } from '@postern/embedded-postgres/postgres-binaries';
import { startPostgresProcess } from '@postern/embedded-postgres/postgres-process';
import { commonSettings, type PostgresSettings } from '@postern/embedded-postgres/postgres-settings';
import { Client } from 'pg';
import type { TestServer } from './test-server.js';

/**
 * The role that owns every test database and is no superuser. Its password needs no protection, because the server
 * listens on loopback only.
 */
export const testRole = { name: 'tester', password: 'tester' };

/** A PostgreSQL of one test, which the test may stop and start again on the same port. */
export type PrivatePostgres = {
  /** The connection string of the superuser, for the database `postgres`. */
  readonly url: string;
  /**
   * The directory of the cluster: data, write-ahead log, and `start.log`, which contains everything that the server
   * logs.
   */
  readonly directory: string;
  halt(): Promise<void>;
  resume(): Promise<void>;
  /** Stops the server and deletes its files. */
  stop(): Promise<void>;
};

/**
 * Starts a PostgreSQL on a cluster in the temporary directory that skips every flush to disk; `more` are additional
 * settings.
 */
export async function startPrivatePostgres(more: PostgresSettings = {}): Promise<PrivatePostgres> {
  const directory = await mkdtemp(join(tmpdir(), 'postern-test-postgres-'));
  // As root the server runs as another account, which must be able to enter the directory.
  await chmod(directory, 0o711);
  const clusterDirectory = join(directory, 'cluster');
  const account = await choosePostgresAccount(clusterDirectory);
  const binaries = await findPostgresBinaries(account, directory);
  const password = 'postgres';
  await createCluster({ binaries, account, clusterDirectory, password, isDurable: false });
  const settings = {
    ...commonSettings,
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
    max_connections: 300,
    ...more,
  };
  const start = { binaries, account, clusterDirectory, settings };
  let server = await startPostgresProcess(start);
  const { port } = server;
  const url = `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`;
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(
    `create role ${testRole.name} login nosuperuser nobypassrls password '${testRole.password}'`,
  );
  await client.end();
  return {
    url,
    directory: clusterDirectory,
    halt: () => server.stop(),
    async resume() {
      server = await startPostgresProcess({ ...start, preferredPort: port });
    },
    async stop() {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/**
 * Starts the PostgreSQL that all suites of a test run share. It has no autovacuum, whose reads would count in the suites
 * that compare the pages that a statement reads.
 */
export async function startTestPostgres(): Promise<TestServer> {
  const { url, stop } = await startPrivatePostgres({ autovacuum: 'off' });
  return { environment: { TEST_POSTGRES_URL: url }, stop };
}
