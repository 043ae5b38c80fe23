import { parse } from 'csv-parse/sync';
import type { ImportTable } from '@postern/core/settings-transfer';
import type { Readable } from 'node:stream';
import { findHeader, findTable, isData } from './csv-header.js';
import { decodeText } from './decode-text.js';
import { guessColumns } from './guess-columns.js';
import { readStart } from './read-csv.js';

const shownValues = 3;

/** Reads the first lines of a CSV: its headings, the first values of each column, and a guess of what it is; `null` if it has no columns. */
export async function readTable(body: Readable): Promise<ImportTable | null> {
  const start = await readStart(decodeText(body));
  const found = findHeader(start) ?? findTable(start);
  if (found === null) return null;
  const lines = start.split(/\r\n|\n|\r/).slice(found.linesBefore, found.linesBefore + 20);
  const [first = [], ...rest] = parse(lines.join('\n'), {
    delimiter: found.delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    comment: '#',
    comment_no_infix: true,
    trim: true,
  });
  const places = first.map((_, place) => place);
  const valuesOf = (rows: readonly string[][]) =>
    places.map((place) => rows.map((row) => row[place] ?? '').filter((value) => value !== ''));
  const unnamed = guessColumns(
    places.map(() => ''),
    valuesOf([first, ...rest]),
  );
  const hasHeader = !isData(first, unnamed);
  const headings = hasHeader ? first : places.map(() => '');
  const values = valuesOf(hasHeader ? rest : [first, ...rest]);
  const columns = hasHeader ? guessColumns(headings, values) : unnamed;
  return {
    data: places.map((place) => ({
      heading: headings[place]!.slice(0, 100),
      values: values[place]!.slice(0, shownValues).map((value) => value.slice(0, 100)),
      column: columns[place]!,
    })),
  };
}
