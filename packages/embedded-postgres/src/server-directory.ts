import { randomUUID } from 'node:crypto';
import { chmod, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { choosePostgresAccount, mayEnter } from './postgres-account.js';

const systemDirectory = '/var/lib/postern';

/**
 * Chooses the directory for the files of a new PostgreSQL server. This is Postern's data directory, or a directory under
 * /var/lib/postern if this process is root and the data directory lies in a source checkout or PostgreSQL's account
 * cannot enter it.
 */
export async function chooseServerDirectory(dataDirectory: string): Promise<string> {
  const inside = join(dataDirectory, 'postgres');
  const account = await choosePostgresAccount(join(inside, 'cluster'));
  if (account === null) return inside;
  if (!(await isInCheckout(dataDirectory))) {
    // PostgreSQL's account must be able to enter the directory; the secrets in it are files of mode 0600.
    await chmod(dataDirectory, 0o711);
    if (await mayEnter(account, dataDirectory)) return inside;
  }
  await mkdir(systemDirectory, { recursive: true, mode: 0o755 });
  return join(systemDirectory, randomUUID());
}

/**
 * Whether a directory lies in a source checkout. A database should not: checkouts are cleaned, moved and deleted,
 * and their files belong to the developer.
 */
async function isInCheckout(directory: string): Promise<boolean> {
  for (let folder = directory; folder !== dirname(folder); folder = dirname(folder)) {
    if ((await stat(join(folder, 'package.json')).catch(() => null)) !== null) return true;
  }
  return false;
}
