import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import {
  BackupFileError,
  endOfRows,
  formatVersion,
  type BackupHeader,
  type Manifest,
  type TableDigest,
  type TableHeader,
} from './backup-format.js';
import { RowDigest } from './row-digest.js';

export type ReadBackup = { readonly header: BackupHeader; readonly manifest: Manifest };

export type BackupTaker = {
  /** Called once, before the rows. */
  prepare?(header: BackupHeader): Promise<void>;
  /** Takes the rows of one table, all of them. */
  takeRows(table: TableHeader, rows: AsyncIterable<Buffer>): Promise<void>;
};

const longestLine = 1 << 20;

/**
 * Reads a backup from its start to its end, and gives the rows of each table to `taker`. Throws `BackupFileError` if the
 * file is no backup, was made in a newer format, or was cut off or altered, which is certain only at the end.
 */
export async function readBackup(file: string, taker: BackupTaker): Promise<ReadBackup> {
  const input = createReadStream(file);
  const unzipped = createGunzip();
  input.on('error', (error) => unzipped.destroy(error));
  input.pipe(unzipped);
  try {
    return await new BackupReader(unzipped).read(taker);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'EACCES' || code === 'EISDIR')
      throw new BackupFileError(`${file} cannot be read (${code}).`);
    if (error instanceof FormatError) throw new BackupFileError(`${file} ${error.message}`);
    if (code?.startsWith('Z_'))
      throw new BackupFileError(`${file} was cut off or altered, or is no backup. Restore another one.`);
    throw error;
  } finally {
    input.destroy();
    unzipped.destroy();
  }
}

class FormatError extends Error {}
const altered = () => new FormatError('was cut off or altered. Restore another backup.');

class BackupReader {
  private readonly chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.chunks = stream[Symbol.asyncIterator]();
  }

  async read(taker: BackupTaker): Promise<ReadBackup> {
    const header = parseHeader(await this.line());
    await taker.prepare?.(header);
    const found: TableDigest[] = [];
    for (;;) {
      const line = parseObject(await this.line());
      if (line !== null && 'tables' in line) {
        if (JSON.stringify(line['tables']) !== JSON.stringify(found)) throw altered();
        if (this.rest.length > 0 || (await this.more())) throw altered();
        return { header, manifest: { tables: found } };
      }
      if (!isTableHeader(line)) throw altered();
      const digest = new RowDigest();
      await taker.takeRows(line, digest.watch(this.rows()));
      found.push(digest.result(line.table));
    }
  }

  private async line(): Promise<string> {
    for (;;) {
      const end = this.rest.indexOf('\n');
      if (end !== -1) {
        const line = this.rest.toString('utf8', 0, end);
        this.rest = this.rest.subarray(end + 1);
        return line;
      }
      if (this.rest.length > longestLine || !(await this.more())) throw altered();
    }
  }

  /** The rows up to the line that ends them. */
  private async *rows(): AsyncGenerator<Buffer> {
    for (;;) {
      const isEmpty = this.rest.subarray(0, endOfRows.length).equals(Buffer.from(endOfRows));
      const end = isEmpty ? 0 : this.rest.indexOf(`\n${endOfRows}`) + 1;
      if (isEmpty || end > 0) {
        const rows = this.rest.subarray(0, end);
        this.rest = this.rest.subarray(end + endOfRows.length);
        if (rows.length > 0) yield rows;
        return;
      }
      const complete = this.rest.lastIndexOf('\n') + 1;
      if (complete > 0) {
        const rows = this.rest.subarray(0, complete);
        this.rest = this.rest.subarray(complete);
        yield rows;
      }
      if (!(await this.more())) throw altered();
    }
  }

  private async more(): Promise<boolean> {
    const next = await this.chunks.next();
    if (next.done === true) return false;
    this.rest = Buffer.concat([this.rest, next.value]);
    return true;
  }
}

function parseHeader(line: string): BackupHeader {
  const header = parseObject(line) as Partial<BackupHeader> | null;
  if (header?.format !== 'postern-backup' || typeof header.version !== 'number')
    throw new FormatError('is no backup of Postern. Choose a file that “postern backup” wrote.');
  if (header.version > formatVersion)
    throw new FormatError(
      'was written by a newer version of Postern. Restore it with that version or a later one.',
    );
  if (!isTexts(header.migrations)) throw altered();
  return header as BackupHeader;
}

function isTableHeader(line: object | null): line is TableHeader {
  const header = line as Partial<TableHeader> | null;
  return typeof header?.table === 'string' && isTexts(header.columns);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((text) => typeof text === 'string');
}

function parseObject(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' ? (value as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}
