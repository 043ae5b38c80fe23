import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { processStartTime } from './process-facts.js';

/** Another living Postern works in the data directory. */
export class DataDirectoryInUseError extends Error {
  override readonly name = 'DataDirectoryInUseError';
}

/**
 * Claims a data directory for this process and resolves to the function that lets it go. A claim ends with its
 * process, however that ends. Throws `DataDirectoryInUseError` when another process holds it.
 */
export async function lockDataDirectory(dataDirectory: string): Promise<() => Promise<void>> {
  const file = join(dataDirectory, 'lock');
  const mine = `${process.pid} ${await processStartTime(process.pid)}\n`;
  for (let attempt = 0; attempt < 3; attempt += 1) {
    try {
      await writeFile(file, mine, { flag: 'wx', mode: 0o600 });
      return () => rm(file, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const [pid = '', startTime] = (await readFile(file, 'utf8').catch(() => '')).trim().split(' ');
    const holderStartTime = await processStartTime(Number(pid));
    if (holderStartTime !== null && holderStartTime === startTime) {
      throw new DataDirectoryInUseError(
        `${dataDirectory} is in use by process ${pid}. Stop that Postern first, or give this one a directory ` +
          'of its own with POSTERN_DATA_DIR.',
      );
    }
    await rm(file, { force: true });
  }
  throw new DataDirectoryInUseError(`${dataDirectory} is being claimed by another process`);
}
