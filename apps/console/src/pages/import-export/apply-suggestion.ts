export type Suggestion = {
  /** As an editor counts, from 1. */
  readonly line: number;
  /** The field as the API names it, e.g. `imap.port`. */
  readonly path: string;
  /** The letters of the column of a CSV file as a spreadsheet shows them; `null` for NDJSON. */
  readonly column: string | null;
  readonly value: string;
};

/** The content of a CSV or NDJSON file with a suggested value in its place; `null` if the place is not found. */
export function applySuggestion(content: string, { line, path, column, value }: Suggestion): string | null {
  return changeLine(content, line, (old) =>
    old.trimStart().startsWith('{') ? inObject(old, path, value) : inRow(old, column, value),
  );
}

/** The content with an empty line in place of this one, which an import skips; `null` if the line is not a whole row. */
export function leaveLineOut(content: string, line: number): string | null {
  return changeLine(content, line, (old) => (hasOpenQuote(old) ? null : ''));
}

/** The value of a cell of a CSV file without quotes around it; '' if the place is not found. */
export function cellAt(content: string, line: number, column: string): string {
  const row = content.split(/\r?\n/)[line - 1] ?? '';
  const cell = rawCellsOf(row, delimiterOf(row))[placeOf(column)]?.trim() ?? '';
  return cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}

function changeLine(content: string, line: number, change: (old: string) => string | null): string | null {
  // Every second part is a line end, so that the file keeps its own.
  const parts = content.split(/(\r?\n)/);
  const at = (line - 1) * 2;
  const old = parts[at];
  const changed = old === undefined ? null : change(old);
  if (changed === null) return null;
  parts[at] = changed;
  return parts.join('');
}

function inObject(line: string, path: string, value: string): string | null {
  try {
    const object = JSON.parse(line) as Record<string, unknown>;
    const names = path.split('.');
    const last = names.pop()!;
    let owner: unknown = object;
    for (const name of names) owner = (owner as Record<string, unknown> | undefined)?.[name];
    if (typeof owner !== 'object' || owner === null) return null;
    const isNumber = typeof (owner as Record<string, unknown>)[last] === 'number';
    Object.assign(owner, { [last]: isNumber ? Number(value) : value });
    return JSON.stringify(object);
  } catch {
    return null;
  }
}

function inRow(line: string, column: string | null, value: string): string | null {
  if (column === null || hasOpenQuote(line)) return null;
  const delimiter = delimiterOf(line);
  const index = placeOf(column);
  const cells = rawCellsOf(line, delimiter);
  if (index >= cells.length) return null;
  const isPlain = !/["\n]/.test(value) && !value.includes(delimiter);
  cells[index] = isPlain ? value : `"${value.replaceAll('"', '""')}"`;
  return cells.join(delimiter);
}

/** Whether the number of quotes is odd: a quoted cell continues in the next line (RFC 4180). */
function hasOpenQuote(line: string): boolean {
  return (line.match(/"/g)?.length ?? 0) % 2 === 1;
}

function delimiterOf(line: string): string {
  return [',', ';', '\t', '|'].toSorted(
    (a, b) => rawCellsOf(line, b).length - rawCellsOf(line, a).length,
  )[0]!;
}

/** The place of a column by the letters of a spreadsheet: A is 0, AA is 26. */
function placeOf(column: string): number {
  return [...column].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

/** The cells of one line as they are written, quotes included. */
function rawCellsOf(line: string, delimiter: string): string[] {
  const cells = [''];
  let isQuoted = false;
  for (const character of line) {
    if (character === '"') isQuoted = !isQuoted;
    if (character === delimiter && !isQuoted) cells.push('');
    else cells[cells.length - 1] += character;
  }
  return cells;
}
