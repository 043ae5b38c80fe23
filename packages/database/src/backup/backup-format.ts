/**
 * The format of a backup, version 1: a gzip stream of UTF-8 lines. The first line is the header, in JSON. For each table
 * follow a line with its name and columns, in JSON, its rows in the text format of PostgreSQL's COPY, and the line `\.`,
 * which is no row. The last line is the manifest, in JSON: it has the number of rows and the SHA-256 of the rows of every
 * table, so that a file that was cut off or altered is noticed.
 */
export const formatVersion = 1;

export type BackupHeader = {
  readonly format: 'postern-backup';
  readonly version: number;
  /** The time of the snapshot, ISO 8601. */
  readonly createdAt: string;
  /** The migrations that made the schema, oldest first. */
  readonly migrations: readonly string[];
  /** The fingerprint of the secret key, which is not in the backup; null if no process has used the database yet. */
  readonly secretKey: string | null;
};

export type TableHeader = { readonly table: string; readonly columns: readonly string[] };

/** What a backup has of one table. */
export type TableDigest = { readonly table: string; readonly rows: number; readonly sha256: string };

export type Manifest = { readonly tables: readonly TableDigest[] };

export const endOfRows = '\\.\n';

/** A file cannot be restored; the message names the file, says why, and what to do. */
export class BackupFileError extends Error {
  override readonly name = 'BackupFileError';
}
