import { createHash } from 'node:crypto';
import type { TableDigest } from './backup-format.js';

const newline = 0x0a;

/** Counts and digests the rows of a table while they pass. COPY ends each row, and no value of it, with a line feed. */
export class RowDigest {
  rows = 0;
  private readonly hash = createHash('sha256');

  async *watch(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of chunks) {
      this.hash.update(chunk);
      for (let at = chunk.indexOf(newline); at !== -1; at = chunk.indexOf(newline, at + 1)) this.rows += 1;
      yield chunk;
    }
  }

  result(table: string): TableDigest {
    return { table, rows: this.rows, sha256: this.hash.digest('hex') };
  }
}
