import { parseDomainName } from '@postern/core/domain-name';
import { importColumns, type CsvColumn } from '@postern/core/settings-transfer';
import { columnNamed } from './column-names.js';

/** An error of the header line. */
export type HeaderRefusal = { readonly path: 'header'; readonly code: string; readonly message: string };

/** The place of the header in a text, and the delimiter of its cells. */
export type HeaderLine = {
  /** How many lines are before it: `sep=`, a title, comments, blank lines. */
  readonly linesBefore: number;
  readonly delimiter: string;
};

const delimiters = [',', ';', '\t', '|'];
export const mostLinesBefore = 20;
const knownColumns = `The columns are ${importColumns.join(', ')}`;

/** Whether a column is about a server: IMAP, SMTP or Exchange. */
function isServerColumn(column: CsvColumn): boolean {
  return /^(?:imap|smtp|exchange)/.test(column);
}

/** The letters of a column in a spreadsheet: 0 is A, 26 is AA. */
export function columnLetters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnLetters(Math.floor(index / 26) - 1) + last;
}

/** The lines among which the header is looked for, and the delimiters that the text may have. */
function startOf(text: string): { lines: string[]; choices: readonly string[] } {
  const lines = text.split(/\r\n|\n|\r/, mostLinesBefore + 1);
  const separator = /^"?sep=(.)"?\s*$/i.exec(lines[0] ?? '')?.[1];
  return { lines, choices: separator === undefined ? delimiters : [separator] };
}

/**
 * Finds the header among the first 20 lines of a text: the line that names most columns, the domain among them, with
 * the delimiter that shows them. `null` if there is none.
 */
export function findHeader(start: string): HeaderLine | null {
  const { lines, choices } = startOf(start);
  let best = { names: 0, linesBefore: 0, delimiter: ',' };
  lines.forEach((line, linesBefore) => {
    for (const delimiter of choices) {
      const columns = line.split(delimiter).map(columnNamed);
      const names = columns.filter((column) => column !== undefined).length;
      if (columns.includes('domain') && names > best.names) best = { names, linesBefore, delimiter };
    }
  });
  return best.names === 0 ? null : best;
}

/**
 * Finds the first line of a table whose headings may all be unknown: the first with as many filled cells as any of the
 * first 20 lines, with the delimiter that makes most of them. `null` if no line has two cells.
 */
export function findTable(start: string): HeaderLine | null {
  const { lines, choices } = startOf(start);
  let best = { filled: 1, linesBefore: 0, delimiter: ',' };
  lines.forEach((line, linesBefore) => {
    for (const delimiter of line.startsWith('#') ? [] : choices) {
      const filled = line
        .replace(/"[^"]*"/g, 'quoted')
        .split(delimiter)
        .filter((cell) => cell.trim() !== '').length;
      if (filled > best.filled) best = { filled, linesBefore, delimiter };
    }
  });
  return best.filled === 1 ? null : best;
}

/** Whether a first line is data: a file without a header has a domain where the header has the name of a column. */
export function isData(cells: readonly string[], columns: readonly (CsvColumn | null)[]): boolean {
  const cell = cells[columns.indexOf('domain')]?.trim() ?? '';
  return cell.includes('@') || parseDomainName(cell).ok;
}

/** The columns of a header's cells, in their order; null for a cell without a name. */
export function readHeader(cells: readonly string[], line: number): (CsvColumn | null)[] | HeaderRefusal {
  const columns: (CsvColumn | null)[] = [];
  for (const [index, cell] of cells.entries()) {
    const name = cell.trim();
    const column = name === '' ? null : columnNamed(name);
    const place = `Line ${line}, column ${columnLetters(index)}`;
    if (column === undefined) {
      const message = `${place}: “${name.slice(0, 50)}” is not the name of a column. ${knownColumns}`;
      return { path: 'header', code: 'unknown-field', message };
    }
    if (column !== null && columns.includes(column)) {
      const message = `${place}: the column ${column} occurs twice`;
      return { path: 'header', code: 'duplicate-column', message };
    }
    columns.push(column);
  }
  return refuseWithoutServers(columns, line) ?? columns;
}

/** The refusal of columns none of which is of a server; null if one is. */
export function refuseWithoutServers(
  columns: readonly (CsvColumn | null)[],
  line: number,
): HeaderRefusal | null {
  if (columns.some((column) => column !== null && isServerColumn(column))) return null;
  const message = `Line ${line}: the columns of the servers are missing. ${knownColumns}`;
  return { path: 'header', code: 'required', message };
}

/** The error of a text in which no line names the columns. */
export const headerMissing: HeaderRefusal = {
  path: 'header',
  code: 'header-missing',
  message: `No line names the columns, the domain among them. ${knownColumns}`,
};
