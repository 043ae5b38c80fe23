import { chmod, mkdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createApplicationDatabase } from './application-database.js';
import { refuseUnknownCluster, requireCluster, requireUsable } from './check-cluster.js';
import { createCluster } from './create-cluster.js';
import { lockDataDirectory } from './data-directory-lock.js';
import { choosePostgresAccount } from './postgres-account.js';
import { findPostgresBinaries } from './postgres-binaries.js';
import { adoptPostgresProcess, startPostgresProcess, type PostgresProcess } from './postgres-process.js';
import { productionSettings } from './postgres-settings.js';
import { chooseServerDirectory } from './server-directory.js';
import {
  connectionStringOf,
  newServerRecord,
  readServerRecord,
  writeServerRecord,
  type ServerRecord,
} from './server-record.js';
import { claimServerDirectory } from './server-owner.js';
import { findSurvivingServer } from './surviving-server.js';

export type EmbeddedPostgres = {
  /** The connection string of the role that owns the database and is no superuser. */
  readonly connectionString: string;
  readonly port: number;
  /** Resolves when the server's process has ended, whether it was stopped or failed. */
  readonly exited: Promise<void>;
  /** Shuts the server down cleanly and unlocks the data directory. */
  stop(): Promise<void>;
};

/**
 * Starts the PostgreSQL that comes with Postern on a data directory, and creates the directory if it is missing. The
 * first start creates the role and the database. A server that still runs after its parent process ended is used again.
 * `log` is called with one line for each slow step. Throws `DataDirectoryInUseError` if another process of Postern uses
 * the directory, and `DataDirectoryError` if the directory is a copy, or lacks a part of its database.
 */
export async function startEmbeddedPostgres(options: {
  dataDirectory: string;
  log: (line: string) => void;
}): Promise<EmbeddedPostgres> {
  await mkdir(options.dataDirectory, { recursive: true, mode: 0o700 });
  const dataDirectory = await realpath(options.dataDirectory);
  const unlock = await lockDataDirectory(dataDirectory);
  try {
    const known = await readServerRecord(dataDirectory);
    const record = known ?? newServerRecord(await chooseServerDirectory(dataDirectory));
    if (known === null) {
      await refuseUnknownCluster(dataDirectory, record.serverDirectory);
      options.log('Creating the database …');
      await writeServerRecord(dataDirectory, record);
    }
    const server = await startServer(record, dataDirectory);
    const current = { ...record, port: server.port, isComplete: true };
    await createApplicationDatabase(server.port, record).catch(async (error: unknown) => {
      await server.stop();
      throw error;
    });
    await writeServerRecord(dataDirectory, current);
    return {
      connectionString: connectionStringOf(current),
      port: server.port,
      exited: server.exited,
      stop: async () => {
        await server.stop();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

async function startServer(record: ServerRecord, dataDirectory: string): Promise<PostgresProcess> {
  const { serverDirectory, superuserPassword: password } = record;
  if (record.isComplete) await requireCluster(serverDirectory);
  await mkdir(serverDirectory, { recursive: true });
  await claimServerDirectory(serverDirectory, dataDirectory);
  // The mode is set whatever the umask is, because the server's account must be able to enter the directory.
  await chmod(serverDirectory, 0o711);
  const clusterDirectory = join(await realpath(serverDirectory), 'cluster');
  const survivor = await findSurvivingServer(clusterDirectory);
  if (survivor !== null) return adoptPostgresProcess(survivor.pid, survivor.port);
  const account = await choosePostgresAccount(clusterDirectory);
  const binaries = await findPostgresBinaries(account, serverDirectory);
  await createCluster({ binaries, account, clusterDirectory, password });
  await requireUsable(clusterDirectory, binaries.version, account);
  const start = {
    binaries,
    account,
    clusterDirectory,
    settings: productionSettings,
    preferredPort: record.port,
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startPostgresProcess(start);
    } catch (error) {
      // After the main process of the server was killed with -9, its sessions keep the shared memory until they
      // notice it.
      if (attempt === 10 || !String(error).includes('pre-existing shared memory block')) throw error;
      await delay(500);
    }
  }
}
