import { execFile } from 'node:child_process';
import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * The system account that PostgreSQL runs as, because PostgreSQL refuses to run as root; `null` means the account
 * of this process.
 */
export type PostgresAccount = { readonly uid: number; readonly gid: number } | null;

/**
 * Chooses the account that PostgreSQL runs as: the account of this process unless it is root; as root the owner of
 * an existing cluster, else the system's account `postgres`, else `nobody`. Throws if the system has neither.
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

/** Whether the account may enter a directory, which needs permission for every directory above it too. */
export async function mayEnter(account: PostgresAccount, directory: string): Promise<boolean> {
  return canRun(account, '/bin/sh', ['-c', 'cd -- "$1"', 'sh', directory]);
}

/** Whether the account can start a program and the program exits with status 0. */
export async function canRun(account: PostgresAccount, program: string, options: string[]): Promise<boolean> {
  try {
    await promisify(execFile)(program, options, { ...account, cwd: '/', env: {} });
    return true;
  } catch {
    return false;
  }
}
