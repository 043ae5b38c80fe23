import { CsvError, parse } from 'csv-parse';
import { pipeline, Readable } from 'node:stream';
import type { CsvColumn } from '@postern/core/settings-transfer';
import {
  columnLetters,
  findHeader,
  findTable,
  headerMissing,
  isData,
  mostLinesBefore,
  readHeader,
  refuseWithoutServers,
} from './csv-header.js';
import { inferKind } from './infer-kind.js';
import { csvToInput } from './csv-row.js';
import { boundRows, RowTooLongError } from './bound-rows.js';
import { decodeText, refuseDamaged } from './decode-text.js';
import { longestRowBytes, type Row, type RowRefusal, type TableRow } from './row.js';

/**
 * Reads a CSV as spreadsheets and people write it. The delimiter is a comma, semicolon, tab or bar, or what `sep=` names.
 * Before the header there may be a title; comments (`#`) and blank rows may be anywhere; columns may have any order.
 * Without the column `kind`, the filled columns of a row decide its kind. `mapping` names the column of each place in
 * place of the header; a place that it gives null, or does not have, is left out.
 */
export async function* readCsv(body: Readable, mapping: Mapping | null): AsyncGenerator<Row, void> {
  const text = decodeText(body);
  const start = await readStart(text);
  const found = findHeader(start) ?? (mapping && findTable(start));
  if (found === null) {
    yield { index: 0, line: 1, refusal: isWorkbook(start) ? workbook : headerMissing };
    return;
  }
  const { linesBefore, delimiter } = found;
  const records = parse({
    info: true,
    skip_empty_lines: true,
    relax_column_count: true,
    max_record_size: longestRowBytes,
    delimiter,
    comment: '#',
    comment_no_infix: true,
  });
  pipeline(Readable.from(boundRows(after(start, linesBefore, text))), records, () => undefined); // An error ends the loop below.
  let header: readonly (CsvColumn | null)[] | null = null;
  let index = 0;
  try {
    for await (const { record, info } of records as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      const line = info.lines + linesBefore;
      const isFirst = header === null;
      if (header === null) {
        const read =
          mapping === null ? readHeader(record, line) : (refuseWithoutServers(mapping, line) ?? mapping);
        if ('code' in read) {
          yield { index, line, refusal: read };
          return;
        }
        header = read;
      }
      if (isFirst ? mapping !== null && isData(record, mapping) : !isBlank(record)) {
        const cells = mapping === null ? record : record.map((cell, at) => (mapping[at] == null ? '' : cell));
        yield { index, line, ...readRecord(header, cells) };
        index += 1;
      }
    }
  } catch (error) {
    if (!(error instanceof CsvError || error instanceof RowTooLongError)) throw error;
    const { lines = 0 } = error as { lines?: number };
    yield { index, line: lines + linesBefore, refusal: malformed };
  }
}

/** The column of each place of a table; null is left out. */
export type Mapping = readonly (CsvColumn | null)[];

const malformed: RowRefusal = {
  path: '',
  code: 'csv-malformed',
  message:
    'The CSV cannot be read from here on: a quote is not closed or is inside a cell without quotes, or the row is over 16 KiB',
};
const workbook: RowRefusal = {
  path: 'header',
  code: 'not-csv',
  message: 'This is an Excel workbook. Save it as “CSV UTF-8”, and send that file',
};

/** Whether a text starts with the signature of .xlsx (ZIP) or of .xls (compound file, decoded as Windows-1252). */
function isWorkbook(start: string): boolean {
  return start.startsWith('PK\u0003\u0004') || start.startsWith('ÐÏ\u0011à');
}

/** Reads as much as `findHeader` needs: 21 lines or 16 KiB. */
export async function readStart(text: AsyncGenerator<string, void>): Promise<string> {
  let start = '';
  while (
    start.length < longestRowBytes &&
    start.split('\n', mostLinesBefore + 2).length < mostLinesBefore + 2
  ) {
    const { value, done } = await text.next();
    if (done) break;
    start += value;
  }
  return start;
}

/** Yields the text from the header on. */
async function* after(start: string, linesBefore: number, text: AsyncGenerator<string, void>) {
  let from = 0;
  for (let line = 0; line < linesBefore; line += 1) {
    const end = /\r\n|\n|\r/g;
    end.lastIndex = from;
    const found = end.exec(start)!;
    from = found.index + found[0].length;
  }
  yield start.slice(from);
  yield* text;
}

/** Whether a row has no data: all cells empty, as spreadsheets write below a table, or a comment in the first cell. */
function isBlank(record: readonly string[]): boolean {
  return record[0]!.startsWith('#') || record.every((cell) => cell.trim() === '');
}

function readRecord(
  header: readonly (CsvColumn | null)[],
  record: readonly string[],
): { input: unknown; table: TableRow } | { refusal: RowRefusal } {
  const nameless = record.findIndex((cell, at) => cell.trim() !== '' && (header[at] ?? null) === null);
  if (nameless >= 0) {
    const message = `“${record[nameless]!.trim().slice(0, 50)}” is in column ${columnLetters(nameless)}, which has no name in the header`;
    return { refusal: { path: '', code: 'too-many-cells', message } };
  }
  const cells = Object.fromEntries(
    record.flatMap((cell, at) => (header[at] == null ? [] : [[header[at], cell]])),
  );
  const damaged = refuseDamaged(record.join(''));
  if (damaged !== null) return { refusal: damaged };
  if (header.includes('kind')) return { input: csvToInput(cells), table: { cells, header } };
  const kind = inferKind(cells, header);
  if (typeof kind !== 'string') return { refusal: kind };
  return { input: csvToInput({ ...cells, kind }), table: { cells: { ...cells, kind }, header } };
}
