import { execFile } from 'node:child_process';
import { chown, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { PostgresAccount } from './postgres-account.js';
import type { PostgresBinaries } from './postgres-binaries.js';

/** What PostgreSQL's programs get as environment: nothing of ours, least of all our secrets or PG… variables. */
export const cleanEnvironment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

export type NewCluster = {
  readonly binaries: PostgresBinaries;
  readonly account: PostgresAccount;
  readonly clusterDirectory: string;
  /** The password of the superuser `postgres`. */
  readonly password: string;
  /** `false` spares the flush to disk: for tests, whose clusters need not survive a power cut. Default `true`. */
  readonly isDurable?: boolean;
};

/**
 * Makes a cluster unless there is one. It appears under its name only when it is whole, so an interrupted attempt
 * is simply made again. Its parent directory must exist and be enterable by the account.
 */
export async function createCluster({ isDurable = true, ...cluster }: NewCluster): Promise<void> {
  const { binaries, account, clusterDirectory, password } = cluster;
  if ((await stat(join(clusterDirectory, 'PG_VERSION')).catch(() => null)) !== null) return;
  const unfinished = `${clusterDirectory}.new`;
  const passwordFile = join(unfinished, 'password');
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(join(unfinished, 'cluster'), { recursive: true, mode: 0o700 });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account !== null) {
    for (const path of [unfinished, join(unfinished, 'cluster'), passwordFile]) {
      await chown(path, account.uid, account.gid);
    }
  }
  await promisify(execFile)(
    binaries.initdb,
    [
      `--pgdata=${join(unfinished, 'cluster')}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--locale=C',
      '--builtin-locale=C.UTF-8',
      '--no-instructions',
      ...(isDurable ? [] : ['--no-sync']),
    ],
    { ...account, cwd: dirname(passwordFile), env: cleanEnvironment },
  );
  await rename(join(unfinished, 'cluster'), clusterDirectory);
  await rm(unfinished, { recursive: true, force: true });
}
