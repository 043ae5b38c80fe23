import type { Environment } from '@postern/core/environment';
import { randomBytes } from 'node:crypto';
import { lstat, mkdir, readFile, realpath, stat, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A fault of the installation that the operator must repair; the message names the fault and the repair. */
export class InstallationError extends Error {
  override readonly name = 'InstallationError';
}

/** POSTERN_DATA_DIR, or `.postern` in the checkout; created with mode 0700 if it is missing. */
export async function createDataDirectory(configured: string | undefined): Promise<string> {
  const path = dataDirectoryPath(configured);
  await mkdir(path, { recursive: true, mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    throw new InstallationError(
      `${path} cannot be made a data directory (${error.code}). Choose another one with POSTERN_DATA_DIR.`,
    );
  });
  return refuseForeign(await realpath(path));
}

/**
 * The data directory of an installation that exists. Throws `InstallationError` if there is none: only `postern up`
 * creates an installation, so a typo in POSTERN_DATA_DIR creates nothing.
 */
export async function findDataDirectory(configured: string | undefined): Promise<string> {
  const path = dataDirectoryPath(configured);
  if (await hasInstallation(configured)) return refuseForeign(await realpath(path));
  throw new InstallationError(
    `There is no installation in ${path}. Check POSTERN_DATA_DIR; “postern up” creates an installation.`,
  );
}

/** Whether an installation exists in the data directory. */
export async function hasInstallation(configured: string | undefined): Promise<boolean> {
  const record = join(dataDirectoryPath(configured), 'postgres.json');
  return (await stat(record).catch(() => null)) !== null;
}

/** Returns the directory. Throws `InstallationError` if another user may write to it and so replace the secrets in it. */
async function refuseForeign(path: string): Promise<string> {
  const { mode, uid } = await stat(path);
  if (!isOurs(uid))
    throw new InstallationError(
      `${path} belongs to another user. Run Postern as that user, or run: chown -R ${ownUid()} ${path}`,
    );
  if ((mode & 0o022) !== 0)
    throw new InstallationError(`${path} may be written by other users. Run: chmod go-w ${path}`);
  return path;
}

/** Throws `InstallationError` if another user may have written the secret or may read it. */
async function refusePlanted(file: string): Promise<void> {
  const found = await lstat(file);
  if (!found.isFile() || found.nlink > 1 || !isOurs(found.uid))
    throw new InstallationError(
      `${file} is a link or belongs to another user, so its secret may be known to others. Put the file back from a backup.`,
    );
  if ((found.mode & 0o077) !== 0)
    throw new InstallationError(`${file} may be read or written by other users. Run: chmod 600 ${file}`);
}

function isOurs(uid: number): boolean {
  return uid === ownUid() || uid === 0;
}

function ownUid(): number {
  return process.geteuid!();
}

/** POSTERN_DATA_DIR as an absolute path, or `.postern` in the checkout. */
export function dataDirectoryPath(configured: string | undefined): string {
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
  const file = secretKeyFile(dataDirectory);
  const isOldInstallation = (await stat(join(dataDirectory, 'postgres.json')).catch(() => null)) !== null;
  if (isOldInstallation && (await stat(file).catch(() => null)) === null) {
    throw new InstallationError(
      `${file} is missing. It holds the key that encrypts the secrets in the database of this directory. ` +
        'Restore the file, or set POSTERN_SECRET_KEY to that key.',
    );
  }
  return requireKey(file, await readOrCreate(file, () => randomBytes(32).toString('base64')));
}

function requireKey(file: string, key: string): string {
  if (/^[A-Za-z0-9+/]{43}=$/.test(key)) return key;
  throw new InstallationError(`${file} holds no 32 bytes in base64. Put it back from a backup.`);
}

/** The variable or the file from which this process has its secret key, for messages. */
export function secretKeyPlace(environment: Environment, dataDirectory: string): string {
  return environment.POSTERN_SECRET_KEY === undefined ? secretKeyFile(dataDirectory) : 'POSTERN_SECRET_KEY';
}

function secretKeyFile(dataDirectory: string): string {
  return join(dataDirectory, 'secret-key');
}

/** The secret key in a data directory, or null. Throws `InstallationError` as `readSecretKey` does. */
export async function findSecretKey(dataDirectory: string): Promise<string | null> {
  const file = secretKeyFile(dataDirectory);
  return (await stat(file).catch(() => null)) === null ? null : requireKey(file, await readSecret(file));
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
  return readSecret(file);
}

async function readSecret(file: string): Promise<string> {
  await refusePlanted(file);
  const secret = (await readFile(file, 'utf8')).trim();
  if (secret === '') throw new InstallationError(`${file} is empty. Put it back from a backup.`);
  return secret;
}
