import type { TransferFormat } from '@postern/core/settings-transfer';
import type { Readable } from 'node:stream';
import { decodeText, refuseDamaged } from './decode-text.js';
import { readCsv, type Mapping } from './read-csv.js';
import { longestRowBytes, type Row } from './row.js';

/** Reads an upload row by row while it arrives. A row that cannot be read is yielded as a refusal; a malformed CSV ends with one. */
export function readRows(
  body: Readable,
  format: TransferFormat,
  mapping: Mapping | null,
): AsyncIterable<Row> {
  return format === 'csv' ? readCsv(body, mapping) : readNdjson(body);
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
  const refusal = refuseDamaged(text);
  if (refusal !== null) return { refusal };
  try {
    return { input: JSON.parse(text) as unknown };
  } catch {
    return { refusal: { path: '', code: 'json-malformed', message: 'The line is not valid JSON' } };
  }
}

/** Yields lines without their line ends. A line over 16 KiB is cut while it is read, so that it cannot fill the memory. */
async function* linesOf(body: Readable): AsyncIterable<{ text: string; line: number }> {
  let rest = '';
  let line = 1;
  for await (const part of decodeText(body)) {
    const parts = (rest + part).split('\n');
    rest = parts.pop()!;
    if (rest.length > longestRowBytes) rest = rest.slice(0, longestRowBytes + 1);
    for (const text of parts) yield { text, line: line++ };
  }
  yield { text: rest, line };
}
