import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataDirectoryError } from './data-directory-error.js';
import { readServerRecord } from './server-record.js';

/**
 * Writes into the server's directory which data directory it belongs to. Throws `DataDirectoryError` if it belongs to
 * another one that still exists: then `dataDirectory` is a copy, and starting it would change the original's data. A
 * data directory that was moved takes its server's directory along.
 */
export async function claimServerDirectory(serverDirectory: string, dataDirectory: string): Promise<void> {
  const file = join(serverDirectory, 'data-directory');
  const owner = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (owner === dataDirectory) return;
  if (owner !== '') {
    const other = await readServerRecord(owner).catch(() => null);
    if (other?.serverDirectory === serverDirectory) {
      throw new DataDirectoryError(
        `${dataDirectory} is a copy of ${owner}: both name the database in ${serverDirectory}. ` +
          'Use the original, or restore a backup into a directory of its own.',
      );
    }
  }
  await writeFile(file, `${dataDirectory}\n`, { mode: 0o600 });
}
