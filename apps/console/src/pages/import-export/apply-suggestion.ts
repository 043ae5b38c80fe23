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

/** The values that take the place of others in the whole column, by the letters of the column and the old value. */
type Replacements = Map<string, Map<string, { readonly value: string; rows: number }>>;

/** Puts suggested values into the rows of a CSV or NDJSON file; a suggestion whose place is not found is left out. */
export function applySuggestions(
  content: string,
  suggestions: readonly Suggestion[],
): { content: string; applied: Applied[] } {
  // Every second part is a line end, so that the file keeps its own.
  const parts = content.split(/(\r?\n)/);
  const elsewhere: Replacements = new Map();
  const placed = suggestions.flatMap((suggestion) => {
    const { line, path, column, value, isForAll } = suggestion;
    const at = (line - 1) * 2;
    const row = parts[at];
    if (row === undefined) return [];
    const isObject = row.trimStart().startsWith('{');
    const changed = isObject ? inObject(row, path, value) : inRow(row, column, value);
    if (changed === null) return [];
    parts[at] = changed;
    const old = isObject || column === null ? '' : cellOf(row, column);
    if (isForAll && old !== '') {
      const ofColumn = elsewhere.get(column!) ?? new Map<string, { value: string; rows: number }>();
      elsewhere.set(column!, ofColumn.set(old, { value, rows: 0 }));
    }
    return [{ suggestion, old }];
  });
  replaceElsewhere(parts, elsewhere);
  const applied = placed.map(({ suggestion, old }) => {
    const more = suggestion.isForAll ? elsewhere.get(suggestion.column ?? '')?.get(old)?.rows : 0;
    return { suggestion, old, rows: 1 + (more ?? 0) };
  });
  return { content: parts.join(''), applied };
}

/** Changes the cells of all rows in one pass, because a file may have 100,000 rows and 1,000 mistakes, and counts the rows. */
function replaceElsewhere(parts: string[], elsewhere: Replacements): void {
  if (elsewhere.size === 0) return;
  for (let at = 0; at < parts.length; at += 2) {
    for (const [column, ofColumn] of elsewhere) {
      const row = parts[at]!;
      const replacement = ofColumn.get(cellOf(row, column));
      const changed = replacement === undefined ? null : inRow(row, column, replacement.value);
      if (changed === null) continue;
      parts[at] = changed;
      replacement!.rows += 1;
    }
  }
}

/** The content with an empty line in place of this one, which an import skips; `null` if the line is not a whole row. */
export function leaveLineOut(content: string, line: number): string | null {
  return changeLine(content, line, (old) => (hasOpenQuote(old) ? null : ''));
}

/** The value of a cell of a CSV file without quotes around it; '' if the place is not found. */
export function cellAt(lines: readonly string[], line: number, column: string): string {
  return cellOf(lines[line - 1] ?? '', column);
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
  const counts = [',', ';', '\t', '|'].map(
    (delimiter) => [rawCellsOf(line, delimiter).length, delimiter] as const,
  );
  return counts.toSorted(([a], [b]) => b - a)[0]![1];
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
