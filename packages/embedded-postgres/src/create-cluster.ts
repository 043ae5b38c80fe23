import { execFile } from 'node:child_process';
import { chown, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { PostgresAccount } from './postgres-account.js';
import type { PostgresBinaries } from './postgres-binaries.js';

/**
 * The environment of PostgreSQL's programs. Postern's own variables are not passed on, because some hold secrets
 * and PG… variables would change how PostgreSQL starts.
 */
export const cleanEnvironment = { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };

export type NewCluster = {
  readonly binaries: PostgresBinaries;
  readonly account: PostgresAccount;
  readonly clusterDirectory: string;
  /** The password of the superuser `postgres`. */
  readonly password: string;
  /**
   * `false` skips flushing to disk, for the clusters of tests, which need not survive a power failure. Default
   * `true`.
   */
  readonly isDurable?: boolean;
};

/**
 * Creates a PostgreSQL cluster unless it exists. It is made in a temporary directory and renamed when complete, so
 * an interrupted creation can be repeated. The parent directory must exist, and the account must be able to enter
 * it.
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
