import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { DataDirectoryError } from './data-directory-error.js';

/** What Postern stores about an embedded server, in the file `postgres.json` in the data directory, mode 0600. */
export type ServerRecord = {
  /**
   * The absolute path of the directory of the cluster and, if it was needed, of the copy of PostgreSQL's programs. The
   * file has it relative to the data directory if it is inside, so that the data directory can be moved.
   */
  readonly serverDirectory: string;
  /** Set once the database was created: from then on a missing cluster or database is an error. */
  readonly isComplete: boolean;
  /** The port of the last start; the next start uses it again if it is free. */
  readonly port: number;
  /** The password of the superuser `postgres`, which only creates the role and the database. */
  readonly superuserPassword: string;
  /** The password of the role `postern`, which is no superuser and owns the database `postern`. */
  readonly password: string;
};

const fileName = 'postgres.json';

/**
 * Reads the record of the embedded server; `null` before the first start. Throws `DataDirectoryError` on a damaged
 * file, because starting without it would create an empty database.
 */
export async function readServerRecord(dataDirectory: string): Promise<ServerRecord | null> {
  const text = await readFile(join(dataDirectory, fileName), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  const record = parseRecord(text);
  if (record === null) {
    throw new DataDirectoryError(
      `${join(dataDirectory, fileName)} is damaged: it must name the database's directory, port and passwords. ` +
        'Put the file back from a backup of the data directory.',
    );
  }
  return { ...record, serverDirectory: resolve(dataDirectory, record.serverDirectory) };
}

function parseRecord(text: string): ServerRecord | null {
  let record: Partial<Record<keyof ServerRecord, unknown>> | null;
  try {
    record = JSON.parse(text) as typeof record;
  } catch {
    return null;
  }
  const isText = (value: unknown) => typeof value === 'string' && value !== '';
  const isWhole =
    isText(record?.serverDirectory) &&
    isText(record?.superuserPassword) &&
    isText(record?.password) &&
    Number.isInteger(record?.port) &&
    typeof record?.isComplete === 'boolean';
  return isWhole ? (record as ServerRecord) : null;
}

/** Returns a record for a new server, with passwords of 192 random bits. */
export function newServerRecord(serverDirectory: string): ServerRecord {
  const password = () => randomBytes(24).toString('base64url');
  return { serverDirectory, isComplete: false, port: 0, superuserPassword: password(), password: password() };
}

/**
 * Writes the record to a temporary file and renames it, so that a crash leaves the old record or the new one, never
 * a partial one.
 */
export async function writeServerRecord(dataDirectory: string, record: ServerRecord): Promise<void> {
  const file = join(dataDirectory, fileName);
  const inside = relative(dataDirectory, record.serverDirectory);
  const serverDirectory = inside.startsWith('..') ? record.serverDirectory : inside;
  const text = JSON.stringify({ ...record, serverDirectory }, null, 2);
  await writeFile(`${file}.new`, `${text}\n`, { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
}

/** Returns the connection string of the role `postern`, which is no superuser. */
export function connectionStringOf({ port, password }: ServerRecord): string {
  return `postgresql://postern:${password}@127.0.0.1:${port}/postern`;
}
