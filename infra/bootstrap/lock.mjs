import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from './run-child.mjs';

const lockFile = join(root, '.install-lock');

/**
 * Runs work that only one process of a checkout may do at a time. `purpose` ends the line that a waiting process
 * prints, e.g. `which builds the console`.
 */
export async function withLock(purpose, work) {
  await takeLock(purpose);
  try {
    return await work();
  } finally {
    rmSync(lockFile, { force: true });
  }
}

/**
 * Waits until no running process holds the lock, then takes it. The file of the lock contains the process id of its
 * holder.
 */
async function takeLock(purpose) {
  for (let isAnnounced = false; ;) {
    try {
      writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
      return;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    const holder = readHolder();
    if (holder > 0 && !isAlive(holder)) rmSync(lockFile, { force: true });
    else if (!isAnnounced) console.log(`Waiting for process ${holder}, ${purpose} …`);
    isAnnounced = true;
    await delay(200);
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** The process id in the lock's file; 0 if the file is gone or not yet written. */
function readHolder() {
  try {
    return Number(readFileSync(lockFile, 'utf8'));
  } catch (error) {
    if (error.code === 'ENOENT') return 0;
    throw error;
  }
}
