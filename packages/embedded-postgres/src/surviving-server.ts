import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isAlive, processDirectory } from './process-facts.js';

const patienceMs = 30_000;

/**
 * Finds a server that still runs on the cluster although the process that started it has ended (kill -9, a crash).
 * Resolves to that server when it accepts connections, or to `null` when a new server can be started. Removes the
 * pid file of a server that has ended, also if another program has its process number now. Waits for a server that
 * is stopping.
 */
export async function findSurvivingServer(
  clusterDirectory: string,
): Promise<{ pid: number; port: number } | null> {
  const file = join(clusterDirectory, 'postmaster.pid');
  const deadline = Date.now() + patienceMs;
  for (;;) {
    // The lines of postmaster.pid (PostgreSQL's miscadmin.h): pid, data directory, start time, port, socket
    // directory, address, shared memory, state.
    const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
    const pid = Number(lines[0]);
    if (!(pid > 0)) return null;
    const isServer = isAlive(pid) && (await processDirectory(pid)) === clusterDirectory;
    if (!isServer) {
      await rm(file, { force: true });
      return null;
    }
    if (lines[7]?.trim() === 'ready') return { pid, port: Number(lines[3]) };
    if (Date.now() > deadline) {
      throw new Error(
        `PostgreSQL (process ${pid}) has been starting or stopping in ${clusterDirectory} for 30 s`,
      );
    }
    await delay(100);
  }
}
