import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, open, readFile, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cleanEnvironment } from './create-cluster.js';
import type { PostgresAccount } from './postgres-account.js';
import type { PostgresBinaries } from './postgres-binaries.js';
import {
  formatPostgresSettings,
  hostBasedAuthentication,
  type PostgresSettings,
} from './postgres-settings.js';
import { isAlive } from './process-facts.js';

/** A running server. `exited` resolves when its process has ended, for whatever reason. */
export type PostgresProcess = {
  readonly pid: number;
  readonly port: number;
  readonly exited: Promise<void>;
  /** Rolls back what runs and shuts down cleanly; resolves when the process has ended. */
  stop(): Promise<void>;
};

export type PostgresStart = {
  readonly binaries: PostgresBinaries;
  readonly account: PostgresAccount;
  readonly clusterDirectory: string;
  readonly settings: PostgresSettings;
  /** Tried first; another one is taken if it is in use. */
  readonly preferredPort?: number;
};

const startDeadlineMs = 60_000; // Recovery after a crash replays up to max_wal_size.

/** Starts the server and resolves once it accepts connections. Throws with the end of its log when it does not. */
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
  // A file, not a pipe: the server may outlive this process and must still be able to write.
  const log = await open(logFile, 'w');
  const child = spawn(binaries.postgres, ['-D', clusterDirectory, '-p', String(port)], {
    ...account,
    cwd: clusterDirectory,
    env: cleanEnvironment,
    stdio: ['ignore', log.fd, log.fd],
    detached: true, // A group of its own: Ctrl-C must stop the applications first, then the database.
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
      throw new Error(
        `PostgreSQL did not start. The end of ${logFile}:\n${(await readFile(logFile, 'utf8')).slice(-2000)}`,
      );
    }
    await delay(20);
  }
  child.unref();
  return { pid, port, exited, stop: () => stopPostgres(pid) };
}

/** The server of a process that is not our child: one that survived its parent. */
export function adoptPostgresProcess(pid: number, port: number): PostgresProcess {
  return { pid, port, exited: waitForExit(pid, true), stop: () => stopPostgres(pid) };
}

/**
 * Fast shutdown (SIGINT: sessions are ended, then a checkpoint), and after 30 s the immediate one, from which
 * the next start recovers.
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
  if (account !== null) await chown(file, account.uid, account.gid); // A strict umask would hide it from the server.
}

/** The last line of postmaster.pid says `ready` once the server accepts connections. */
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
