import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCluster } from '@postern/database/embedded-postgres/create-cluster';
import { choosePostgresAccount } from '@postern/database/embedded-postgres/postgres-account';
import { findPostgresBinaries } from '@postern/database/embedded-postgres/postgres-binaries';
import { startPostgresProcess } from '@postern/database/embedded-postgres/postgres-process';
import { commonSettings } from '@postern/database/embedded-postgres/postgres-settings';
import { Client } from 'pg';
import type { TestServer } from './test-servers.js';

/** The ordinary role that owns every test database; its password is no secret, the server listens on loopback. */
export const testRole = { name: 'tester', password: 'tester' };

/** A PostgreSQL for one test run, on a cluster in the temporary folder that skips every flush to disk. */
export async function startTestPostgres(): Promise<TestServer> {
  const directory = await mkdtemp(join(tmpdir(), 'postern-test-postgres-'));
  await chmod(directory, 0o711); // As root the server runs as another account, which passes through.
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
    jit: 'off',
  };
  const server = await startPostgresProcess({ binaries, account, clusterDirectory, settings });
  const url = `postgresql://postgres:${password}@127.0.0.1:${server.port}/postgres`;
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query(
    `create role ${testRole.name} login nosuperuser nobypassrls password '${testRole.password}'`,
  );
  await client.end();
  return {
    environment: { TEST_POSTGRES_URL: url },
    stop: async () => {
      await server.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
