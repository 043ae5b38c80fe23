import { randomBytes } from 'node:crypto';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What must be remembered about an embedded server: kept as `postgres.json` in the data directory, mode 0600. */
export type ServerRecord = {
  /** Where the cluster and, if need be, a copy of the programs are. */
  readonly serverDirectory: string;
  /** The port of the last start; a restart takes it again when it is free. */
  readonly port: number;
  /** Of the superuser `postgres`, which only makes the role and the database. */
  readonly superuserPassword: string;
  /** Of the ordinary role `postern`, which owns the database `postern`. */
  readonly password: string;
};

const fileName = 'postgres.json';

/** Reads the record; `null` before the first start. Throws on a damaged file rather than start with an empty database. */
export async function readServerRecord(dataDirectory: string): Promise<ServerRecord | null> {
  const text = await readFile(join(dataDirectory, fileName), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return text === null ? null : (JSON.parse(text) as ServerRecord);
}

/** A record for a new server, with passwords of 192 random bits. */
export function newServerRecord(serverDirectory: string): ServerRecord {
  const password = () => randomBytes(24).toString('base64url');
  return { serverDirectory, port: 0, superuserPassword: password(), password: password() };
}

/** Writes the record so that a crash leaves the old one or the new one, never half of it. */
export async function writeServerRecord(dataDirectory: string, record: ServerRecord): Promise<void> {
  const file = join(dataDirectory, fileName);
  await writeFile(`${file}.new`, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600, flush: true });
  await rename(`${file}.new`, file);
}

/** The connection string of the ordinary role. */
export function connectionStringOf({ port, password }: ServerRecord): string {
  return `postgresql://postern:${password}@127.0.0.1:${port}/postern`;
}
