export type Suggestion = {
  /** As an editor counts, from 1. */
  readonly line: number;
  /** The field as the API names it, e.g. `imap.port`. */
  readonly path: string;
  /** The letters of the column of a CSV file as a spreadsheet shows them; `null` for NDJSON. */
  readonly column: string | null;
  readonly value: string;
  /** Whether the old value is wrong in every row, so that all cells of the column with it are changed, too. */
  readonly isForAll: boolean;
};

/** A suggestion that was applied: the cell that it replaced, and the number of changed rows. */
export type Applied = { readonly suggestion: Suggestion; readonly old: string; readonly rows: number };

/** Puts suggested values into the rows of a CSV or NDJSON file; a suggestion whose place is not found is left out. */
export function applySuggestions(
  content: string,
  suggestions: readonly Suggestion[],
): { content: string; applied: Applied[] } {
  // Every second part is a line end, so that the file keeps its own.
  const parts = content.split(/(\r?\n)/);
  const applied = suggestions.flatMap((suggestion): Applied[] => {
    const { line, path, column, value } = suggestion;
    const at = (line - 1) * 2;
    const old = parts[at];
    if (old === undefined) return [];
    const isObject = old.trimStart().startsWith('{');
    const changed = isObject ? inObject(old, path, value) : inRow(old, column, value);
    if (changed === null) return [];
    parts[at] = changed;
    const cell = isObject || column === null ? '' : cellOf(old, column);
    const more = suggestion.isForAll && cell !== '' ? replaceInColumn(parts, column!, cell, value) : 0;
    return [{ suggestion, old: cell, rows: 1 + more }];
  });
  return { content: parts.join(''), applied };
}

/** Changes all cells of a column with the old value, and returns how many. */
function replaceInColumn(parts: string[], column: string, old: string, value: string): number {
  let count = 0;
  for (let at = 0; at < parts.length; at += 2) {
    const line = parts[at]!;
    if (!line.includes(old) || cellOf(line, column) !== old) continue;
    const changed = inRow(line, column, value);
    if (changed === null) continue;
    parts[at] = changed;
    count += 1;
  }
  return count;
}

/** The content with an empty line in place of this one, which an import skips; `null` if the line is not a whole row. */
export function leaveLineOut(content: string, line: number): string | null {
  return changeLine(content, line, (old) => (hasOpenQuote(old) ? null : ''));
}

/** The value of a cell of a CSV file without quotes around it; '' if the place is not found. */
export function cellAt(content: string, line: number, column: string): string {
  return cellOf(content.split(/\r?\n/)[line - 1] ?? '', column);
}

function cellOf(row: string, column: string): string {
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
