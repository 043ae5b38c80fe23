import { readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { processStartTime } from './process-facts.js';

/** Thrown when another running process of Postern uses the data directory. */
export class DataDirectoryInUseError extends Error {
  override readonly name = 'DataDirectoryInUseError';
}

/**
 * Locks a data directory for this process and resolves to the function that unlocks it. A lock of a process that
 * has ended, for whatever reason, does not count. Throws `DataDirectoryInUseError` if another process holds the
 * lock.
 */
export async function lockDataDirectory(dataDirectory: string): Promise<() => Promise<void>> {
  const file = join(dataDirectory, 'lock');
  // A copy of the directory has another inode: the lock that was copied with it does not count.
  const { ino } = await stat(dataDirectory);
  const mine = `${process.pid} ${await processStartTime(process.pid)} ${ino}\n`;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      await writeFile(file, mine, { flag: 'wx', mode: 0o600 });
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const [pid = '', startTime, inode] = (await readFile(file, 'utf8').catch(() => '')).trim().split(' ');
    const holderStartTime = await processStartTime(Number(pid));
    if (inode === String(ino) && holderStartTime !== null && holderStartTime === startTime) {
      throw new DataDirectoryInUseError(
        `${dataDirectory} is in use by process ${pid}. Stop that process first, or choose another directory ` +
          'with POSTERN_DATA_DIR.',
      );
    }
    await rm(file, { force: true });
  }
  throw new DataDirectoryInUseError(`${dataDirectory} is being locked by another process`);
}
