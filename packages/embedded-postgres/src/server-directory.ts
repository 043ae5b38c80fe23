import { randomUUID } from 'node:crypto';
import { chmod, mkdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { choosePostgresAccount, mayEnter } from './postgres-account.js';

const systemDirectory = '/var/lib/postern';

/**
 * Chooses where a new server's files live: in the data directory, or, when we are root and the data directory lies in
 * a checkout or where PostgreSQL's account may not go, in a folder of its own under /var/lib/postern.
 */
export async function chooseServerDirectory(dataDirectory: string): Promise<string> {
  const inside = join(dataDirectory, 'postgres');
  const account = await choosePostgresAccount(join(inside, 'cluster'));
  if (account === null) return inside;
  if (!(await isInCheckout(dataDirectory))) {
    await chmod(dataDirectory, 0o711); // Secrets in it are files of mode 0600.
    if (await mayEnter(account, dataDirectory)) return inside;
  }
  await mkdir(systemDirectory, { recursive: true, mode: 0o755 });
  return join(systemDirectory, randomUUID());
}

/** A checkout is cleaned, moved and deleted without a thought for a database, and its files belong to its owner. */
async function isInCheckout(directory: string): Promise<boolean> {
  for (let folder = directory; folder !== dirname(folder); folder = dirname(folder)) {
    if ((await stat(join(folder, 'package.json')).catch(() => null)) !== null) return true;
  }
  return false;
}
