import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What Postern stores about an embedded server, in the file `postgres.json` in the data directory, mode 0600. */
export type ServerRecord = {
  /** The directory of the cluster and, if it was needed, of the copy of PostgreSQL's programs. */
  readonly serverDirectory: string;
  /** The port of the last start; the next start uses it again if it is free. */
  readonly port: number;
  /** The password of the superuser `postgres`, which only creates the role and the database. */
  readonly superuserPassword: string;
  /** The password of the role `postern`, which is no superuser and owns the database `postern`. */
  readonly password: string;
};

const fileName = 'postgres.json';

/**
 * Reads the record of the embedded server; `null` before the first start. Throws on a damaged file, because
 * starting without it would create an empty database.
 */
export async function readServerRecord(dataDirectory: string): Promise<ServerRecord | null> {
  const text = await readFile(join(dataDirectory, fileName), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return text === null ? null : (JSON.parse(text) as ServerRecord);
}

/** Returns a record for a new server, with passwords of 192 random bits. */
export function newServerRecord(serverDirectory: string): ServerRecord {
  const password = () => randomBytes(24).toString('base64url');
  return { serverDirectory, port: 0, superuserPassword: password(), password: password() };
}

/**
 * Writes the record to a temporary file and renames it, so that a crash leaves the old record or the new one, never
 * a partial one.
 */
export async function writeServerRecord(dataDirectory: string, record: ServerRecord): Promise<void> {
  const file = join(dataDirectory, fileName);
  await writeFile(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
}

/** Returns the connection string of the role `postern`, which is no superuser. */
export function connectionStringOf({ port, password }: ServerRecord): string {
  return `postgresql://postern:${password}@127.0.0.1:${port}/postern`;
}
