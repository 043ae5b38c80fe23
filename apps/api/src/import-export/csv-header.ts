import { importColumns, type CsvColumn } from '@postern/core/settings-transfer';

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

/** Other names for the columns; case, spaces and punctuation do not matter. */
const otherNames: Readonly<Record<string, CsvColumn>> = {
  'domain name': 'domain',
  'mail domain': 'domain',
  'email domain': 'domain',
  type: 'kind',
  'imap server': 'imapHost',
  'imap host name': 'imapHost',
  'imap security': 'imapTls',
  'imap encryption': 'imapTls',
  'imap ssl': 'imapTls',
  'imap ssl/tls': 'imapTls',
  'smtp server': 'smtpHost',
  'smtp host name': 'smtpHost',
  'smtp security': 'smtpTls',
  'smtp encryption': 'smtpTls',
  'smtp ssl': 'smtpTls',
  'smtp ssl/tls': 'smtpTls',
  'ews url': 'exchangeUrl',
  'allow non-secure certificates': 'allowNonSecureCertificate',
};
const columnOfName: ReadonlyMap<string, CsvColumn> = new Map([
  ...importColumns.map((column): [string, CsvColumn] => [folded(column), column]),
  ...Object.entries(otherNames).map(([name, column]): [string, CsvColumn] => [folded(name), column]),
]);

/** The column that a cell of the header names: `IMAP host`, `imap_host` and `imapHost` are equal. `undefined` if unknown. */
function columnNamed(cell: string): CsvColumn | undefined {
  return columnOfName.get(folded(cell));
}

function folded(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** Whether a column is about a server: IMAP, SMTP or Exchange. */
function isServerColumn(column: CsvColumn): boolean {
  return /^(?:imap|smtp|exchange)/.test(column);
}

/** The letters of a column in a spreadsheet: 0 is A, 26 is AA. */
export function columnLetters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnLetters(Math.floor(index / 26) - 1) + last;
}

/**
 * Finds the header among the first 20 lines of a text: the line that names most columns, the domain among them, with
 * the delimiter that shows them. `null` if there is none.
 */
export function findHeader(start: string): HeaderLine | null {
  const lines = start.split(/\r\n|\n|\r/, mostLinesBefore + 1);
  const separator = /^"?sep=(.)"?\s*$/i.exec(lines[0] ?? '')?.[1];
  const choices = separator === undefined ? delimiters : [separator];
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
  if (columns.some((column) => column !== null && isServerColumn(column))) return columns;
  const message = `Line ${line}: the columns of the servers are missing. ${knownColumns}`;
  return { path: 'header', code: 'required', message };
}

/** The error of a text in which no line names the columns. */
export const headerMissing: HeaderRefusal = {
  path: 'header',
  code: 'header-missing',
  message: `No line names the columns, the domain among them. ${knownColumns}`,
};
