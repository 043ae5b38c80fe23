import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, open, readFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { DataDirectoryError } from './data-directory-error.js';
import { cleanEnvironment } from './create-cluster.js';
import type { PostgresAccount } from './postgres-account.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import {
  formatPostgresSettings,
  hostBasedAuthentication,
  type PostgresSettings,
} from './postgres-settings.js';
import { isAlive } from './process-facts.js';

/** A running PostgreSQL server. `exited` resolves when its process has ended, for whatever reason. */
export type PostgresProcess = {
  readonly pid: number;
  readonly port: number;
  readonly exited: Promise<void>;
  /** Rolls back open transactions and shuts the server down cleanly; resolves when its process has ended. */
  stop(): Promise<void>;
};

export type PostgresStart = {
  readonly binaries: PostgresBinaries;
  readonly account: PostgresAccount;
  readonly clusterDirectory: string;
  readonly settings: PostgresSettings;
  /** The port to try first; if another program uses it, the server gets a free one. */
  readonly preferredPort?: number;
};

// The limit is long because recovery after a crash replays up to max_wal_size of the log.
const startDeadlineMs = 60_000;

/**
 * Starts the server and resolves when it accepts connections. If it does not start, throws an error with the end of
 * its log.
 */
export async function startPostgresProcess(start: PostgresStart): Promise<PostgresProcess> {
  const { clusterDirectory, account, binaries } = start;
  const port = await freePort(start.preferredPort);
  await writeForServer(
    account,
    join(clusterDirectory, 'postgresql.conf'),
    formatPostgresSettings(start.settings),
  );
  await writeForServer(account, join(clusterDirectory, 'pg_hba.conf'), hostBasedAuthentication);
  const logFile = join(clusterDirectory, 'start.log');
  // The log is a file, not a pipe, because the server may outlive this process and must still be able to write to
  // it.
  const log = await open(logFile, 'w');
  const child = spawn(binaries.postgres, ['-D', clusterDirectory, '-p', String(port)], {
    ...account,
    cwd: clusterDirectory,
    env: cleanEnvironment,
    stdio: ['ignore', log.fd, log.fd],
    // The server has a process group of its own, so that Ctrl-C stops the applications first and then the database.
    detached: true,
  });
  const ended = once(child, 'exit');
  await log.close();
  const pid = child.pid;
  if (pid === undefined) {
    await ended;
    throw new Error(`Cannot run ${binaries.postgres}`);
  }
  const exited = ended.then(() => undefined);
  const deadline = Date.now() + startDeadlineMs;
  while (!(await isReady(clusterDirectory, pid))) {
    const isOver = child.exitCode !== null || child.signalCode !== null;
    if (isOver || Date.now() > deadline) {
      child.kill('SIGQUIT');
      throw new DataDirectoryError(
        `PostgreSQL does not start on ${clusterDirectory}. Repair what the end of its log names, or put the data directory back ` +
          `from a backup of it:\n${(await readFile(logFile, 'utf8')).slice(-2000)}`,
      );
    }
    await delay(20);
  }
  child.unref();
  return { pid, port, exited, stop: () => stopPostgres(pid) };
}

/** Returns the running server of another process: one that still runs after the process that started it ended. */
export function adoptPostgresProcess(pid: number, port: number): PostgresProcess {
  return { pid, port, exited: waitForExit(pid, true), stop: () => stopPostgres(pid) };
}

/**
 * Stops the server with SIGINT (fast shutdown: sessions are ended, then a checkpoint is written). After 30 s it
 * uses the immediate shutdown, from which PostgreSQL recovers at the next start.
 */
async function stopPostgres(pid: number): Promise<void> {
  for (const signal of ['SIGINT', 'SIGQUIT'] as const) {
    if (!isAlive(pid)) return;
    process.kill(pid, signal);
    await Promise.race([waitForExit(pid), delay(30_000, undefined, { ref: false })]);
  }
}

async function waitForExit(pid: number, isBackground = false): Promise<void> {
  while (isAlive(pid)) await delay(isBackground ? 500 : 20, undefined, { ref: !isBackground });
}

async function writeForServer(account: PostgresAccount, file: string, text: string): Promise<void> {
  await writeFile(file, text);
  // The owner is set, because with a strict umask the server could not read the file.
  if (account !== null) await chown(file, account.uid, account.gid);
}

/** Whether the server accepts connections: PostgreSQL then writes `ready` as the last line of postmaster.pid. */
async function isReady(clusterDirectory: string, pid: number): Promise<boolean> {
  const lines = (await readFile(join(clusterDirectory, 'postmaster.pid'), 'utf8').catch(() => '')).split(
    '\n',
  );
  return lines[0] === String(pid) && lines[7]?.trim() === 'ready';
}

async function freePort(preferred = 0): Promise<number> {
  const server = createServer();
  try {
    server.listen({ host: '127.0.0.1', port: preferred, exclusive: true });
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  } catch (error) {
    if (preferred === 0) throw error;
    return await freePort();
  } finally {
    server.close();
  }
}
