import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';

/** The system account that PostgreSQL runs as, because it refuses to run as root; `null` means our own account. */
export type PostgresAccount = { readonly uid: number; readonly gid: number } | null;

/**
 * Chooses the account: our own unless we are root; as root the owner of an existing cluster, else the system's
 * `postgres`, else `nobody`. Throws when the system has neither.
 */
export async function choosePostgresAccount(clusterDirectory: string): Promise<PostgresAccount> {
  if (process.getuid?.() !== 0) return null;
  const owner = await stat(clusterDirectory).catch(() => null);
  if (owner !== null && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const lines = (await readFile('/etc/passwd', 'utf8')).split('\n').map((line) => line.split(':'));
  for (const name of ['postgres', 'nobody']) {
    const [, , uid, gid] = lines.find(([candidate]) => candidate === name) ?? [];
    if (Number(uid) > 0) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new Error('PostgreSQL does not run as root, and this system has no account postgres or nobody');
}

/** Whether the account may enter a directory; every directory above it counts. */
export async function mayEnter(account: PostgresAccount, directory: string): Promise<boolean> {
  return canRun(account, '/bin/sh', ['-c', 'cd -- "$1"', 'sh', directory]);
}

/** Whether the account can start a program and the program ends well. */
export async function canRun(account: PostgresAccount, program: string, options: string[]): Promise<boolean> {
  try {
    await promisify(execFile)(program, options, { ...account, cwd: '/', env: {} });
    return true;
  } catch {
    return false;
  }
}
