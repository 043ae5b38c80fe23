import { randomBytes } from 'node:crypto';
import { mkdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A fault of the installation that the operator must repair; the message says what it is and how to repair it. */
export class InstallationError extends Error {
  override readonly name = 'InstallationError';
}

/** POSTERN_DATA_DIR, or `.postern` in the checkout; created with mode 0700 if it is missing. */
export async function openDataDirectory(configured: string | undefined): Promise<string> {
  const path =
    configured === undefined
      ? fileURLToPath(new URL('../../../.postern', import.meta.url))
      : resolve(configured);
  await mkdir(path, { recursive: true, mode: 0o700 });
  return realpath(path);
}

/**
 * The key that seals stored secrets: kept as `secret-key` beside the embedded database and made together with it.
 * Throws `InstallationError` if the database is there and its key is gone: a new key could not open what it holds.
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

/** The first super-admin's token: kept as `bootstrap-token`, made on the first start. */
export async function readBootstrapToken(dataDirectory: string): Promise<string> {
  return readOrCreate(
    bootstrapTokenFile(dataDirectory),
    () => `postern_${randomBytes(32).toString('base64url')}`,
  );
}

export function bootstrapTokenFile(dataDirectory: string): string {
  return join(dataDirectory, 'bootstrap-token');
}

/** Reads a secret of one line; makes it with mode 0600 if there is none. If two processes create it at once, both read the same secret. */
async function readOrCreate(file: string, make: () => string): Promise<string> {
  await writeFile(file, `${make()}\n`, { flag: 'wx', mode: 0o600, flush: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    },
  );
  const secret = (await readFile(file, 'utf8')).trim();
  if (secret === '') throw new InstallationError(`${file} is empty; delete it to have a new one made`);
  return secret;
}
