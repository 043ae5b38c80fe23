import { randomBytes } from 'node:crypto';
import { mkdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A fault of the installation that the operator must repair; the message names the fault and the repair. */
export class InstallationError extends Error {
  override readonly name = 'InstallationError';
}

/** POSTERN_DATA_DIR, or `.postern` in the checkout; created with mode 0700 if it is missing. */
export async function createDataDirectory(configured: string | undefined): Promise<string> {
  const path = dataDirectoryPath(configured);
  await mkdir(path, { recursive: true, mode: 0o700 });
  return realpath(path);
}

/**
 * The data directory of an installation that exists. Throws `InstallationError` if there is none: only `postern up`
 * creates an installation, so a typo in POSTERN_DATA_DIR creates nothing.
 */
export async function findDataDirectory(configured: string | undefined): Promise<string> {
  const path = dataDirectoryPath(configured);
  if ((await stat(join(path, 'postgres.json')).catch(() => null)) !== null) return realpath(path);
  throw new InstallationError(
    `There is no installation in ${path}. Check POSTERN_DATA_DIR; “postern up” creates an installation.`,
  );
}

function dataDirectoryPath(configured: string | undefined): string {
  return configured === undefined
    ? fileURLToPath(new URL('../../../.postern', import.meta.url))
    : resolve(configured);
}

/**
 * Reads the key that encrypts stored secrets from the file `secret-key` in the data directory. The file is created
 * together with the embedded database. Throws `InstallationError` if the database exists without the file, because
 * a new key could not decrypt the stored secrets.
 */
export async function readSecretKey(dataDirectory: string): Promise<string> {
  const file = join(dataDirectory, 'secret-key');
  const isOldInstallation = (await stat(join(dataDirectory, 'postgres.json')).catch(() => null)) !== null;
  if (isOldInstallation && (await stat(file).catch(() => null)) === null) {
    throw new InstallationError(
      `${file} is missing. It holds the key that encrypts the secrets in the database of this directory. ` +
        'Restore the file, or set POSTERN_SECRET_KEY to that key.',
    );
  }
  return readOrCreate(file, () => randomBytes(32).toString('base64'));
}

/** Reads the token of the first super-admin from the file `bootstrap-token`, which the first start creates. */
export async function readBootstrapToken(dataDirectory: string): Promise<string> {
  return readOrCreate(
    bootstrapTokenFile(dataDirectory),
    () => `postern_${randomBytes(32).toString('base64url')}`,
  );
}

export function bootstrapTokenFile(dataDirectory: string): string {
  return join(dataDirectory, 'bootstrap-token');
}

/**
 * Reads a secret from a file of one line; creates the file with mode 0600 if it is missing. If two processes create
 * it at once, both read the same secret.
 */
async function readOrCreate(file: string, make: () => string): Promise<string> {
  await writeFile(file, `${make()}\n`, { flag: 'wx', mode: 0o600, flush: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
  const secret = (await readFile(file, 'utf8')).trim();
  if (secret === '') throw new InstallationError(`${file} is empty. Put it back from a backup.`);
  return secret;
}
