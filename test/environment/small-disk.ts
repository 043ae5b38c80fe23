import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chown, mkdtemp, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { testRole, type PrivatePostgres } from './test-postgres.js';

const run = promisify(execFile);

export type SmallDisk = {
  /** Takes all space that is left. Changes succeed until the room in pages that exist is used up. */
  fill(): Promise<void>;
  free(): Promise<void>;
  /** Unmounts the disk, after its PostgreSQL has stopped. */
  remove(): Promise<void>;
};

/**
 * Mounts a disk of 16 MiB on which a PostgreSQL makes the tables of the tests' role from now on. The write-ahead log stays
 * elsewhere: PostgreSQL ends itself if the log cannot be written. Only root can mount.
 */
export async function mountSmallDisk(postgres: PrivatePostgres): Promise<SmallDisk> {
  const folder = await mkdtemp(join(tmpdir(), 'postern-small-disk-'));
  await run('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder]);
  const owner = await stat(postgres.directory);
  await chown(folder, owner.uid, owner.gid);
  const client = new Client({ connectionString: postgres.url });
  await client.connect();
  await client.query(`create tablespace small owner ${testRole.name} location '${folder}'`);
  await client.query(`alter role ${testRole.name} set default_tablespace = small`);
  await client.end();
  const ballast = join(folder, 'ballast');
  return {
    async fill() {
      const { bavail, bsize } = await statfs(folder);
      await writeFile(ballast, randomBytes(bavail * bsize));
    },
    free: () => rm(ballast),
    async remove() {
      await run('umount', ['--lazy', folder]);
      await rm(folder, { recursive: true });
    },
  };
}
