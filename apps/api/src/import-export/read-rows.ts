import { csvColumns, type CsvColumn, type TransferFormat } from '@postern/core/settings-transfer';
import { CsvError, parse } from 'csv-parse';
import type { Readable } from 'node:stream';
import { csvToInput } from './csv-row.js';

/** One row of an upload: unchecked, or why it could not even be read. Rows count from 0, lines from 1. */
export type Row = { readonly index: number; readonly line: number } & (
  | { readonly input: unknown }
  | { readonly refusal: { readonly path: string; readonly code: string; readonly message: string } }
);

const longestRowBytes = 16 * 1024;

/** Reads an upload row by row, as it arrives. A row that cannot be read is one of the rows; after a broken CSV comes none. */
export function readRows(body: Readable, format: TransferFormat): AsyncIterable<Row> {
  return format === 'csv' ? readCsv(body) : readNdjson(body);
}

async function* readCsv(body: Readable): AsyncIterable<Row> {
  const records = body.pipe(
    parse({
      bom: true,
      info: true,
      skip_empty_lines: true,
      relax_column_count: true,
      max_record_size: longestRowBytes,
    }),
  );
  body.once('error', (error) => records.destroy(error)); // pipe() does not hand errors on.
  let header: readonly string[] | null = null;
  let index = 0;
  try {
    for await (const { record, info } of records as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      if (header === null) {
        header = record.map((name) => name.trim());
        const refusal = refuseHeader(header);
        if (refusal === null) continue;
        yield { index, line: info.lines, refusal };
        return;
      }
      yield { index, line: info.lines, ...readRecord(header, record) };
      index += 1;
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines } = error as CsvError & { lines?: number };
    const message =
      'The CSV cannot be read from here on: a quote stands where none may be or is not closed, or a row is too long';
    yield { index, line: lines ?? 0, refusal: { path: '', code: 'csv-malformed', message } };
  }
}

function refuseHeader(header: readonly string[]): { path: string; code: string; message: string } | null {
  const unknown = header.find((name) => !csvColumns.includes(name as CsvColumn));
  const twice = header.find((name, at) => header.indexOf(name) !== at);
  const known = `The columns are ${csvColumns.join(', ')}`;
  if (unknown !== undefined)
    return {
      path: 'header',
      code: 'unknown-field',
      message: `“${unknown.slice(0, 50)}” is no column. ${known}`,
    };
  if (twice !== undefined)
    return { path: 'header', code: 'duplicate-column', message: `The column ${twice} is there twice` };
  if (!header.includes('domain') || !header.includes('kind')) {
    return { path: 'header', code: 'required', message: `The first line must name the columns. ${known}` };
  }
  return null;
}

function readRecord(header: readonly string[], record: readonly string[]) {
  if (record.length > header.length) {
    return {
      refusal: {
        path: '',
        code: 'too-many-cells',
        message: 'The row has more cells than the header has columns',
      },
    };
  }
  return { input: csvToInput(Object.fromEntries(record.map((cell, at) => [header[at], cell]))) };
}

async function* readNdjson(body: Readable): AsyncIterable<Row> {
  let index = 0;
  for await (const { text, line } of linesOf(body)) {
    if (text.trim() === '') continue;
    yield { index, line, ...readLine(text) };
    index += 1;
  }
}

function readLine(text: string) {
  if (text.length > longestRowBytes) {
    return {
      refusal: { path: '', code: 'too-large', message: `A line has at most ${longestRowBytes} characters` },
    };
  }
  try {
    return { input: JSON.parse(text) as unknown };
  } catch {
    return { refusal: { path: '', code: 'json-malformed', message: 'The line is not JSON' } };
  }
}

/** Lines without their ends. What is too long is cut while it is read, so that no line can fill the memory. */
async function* linesOf(body: Readable): AsyncIterable<{ text: string; line: number }> {
  const decoder = new TextDecoder();
  let rest = '';
  let line = 1;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    const parts = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = parts.pop()!;
    if (rest.length > longestRowBytes) rest = rest.slice(0, longestRowBytes + 1);
    for (const text of parts) yield { text, line: line++ };
  }
  yield { text: rest + decoder.decode(), line };
}
