export type Suggestion = {
  /** As an editor counts, from 1. */
  readonly line: number;
  /** The field as the API names it, e.g. `imap.port`. */
  readonly path: string;
  readonly value: string;
};

/** The content of a CSV or NDJSON file with a suggested value in its place; `null` if the place is not found. */
export function applySuggestion(content: string, { line, path, value }: Suggestion): string | null {
  // Every second part is a line end, so that the file keeps its own.
  const parts = content.split(/(\r?\n)/);
  const at = (line - 1) * 2;
  const old = parts[at];
  if (old === undefined) return null;
  const changed = old.trimStart().startsWith('{')
    ? inObject(old, path, value)
    : inRow(parts[0]!, old, path, value);
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

function inRow(header: string, line: string, path: string, value: string): string | null {
  const delimiter = [',', ';', '\t'].toSorted((a, b) => header.split(b).length - header.split(a).length)[0]!;
  const column = path.replace(/\.(\w)/, (_, letter: string) => letter.toUpperCase()).toLowerCase();
  const names = cellsOf(header.replace(/^\uFEFF/, ''), delimiter)?.map((name) => name.trim().toLowerCase());
  const cells = cellsOf(line, delimiter);
  const index = names?.indexOf(column) ?? -1;
  if (cells === null || index < 0 || index >= cells.length) return null;
  const quoted =
    /["\n]/.test(value) || value.includes(delimiter) ? `"${value.replaceAll('"', '""')}"` : value;
  return rawCellsOf(line, delimiter)
    .map((raw, each) => (each === index ? quoted : raw))
    .join(delimiter);
}

/** The cells of one line without their quotes (RFC 4180); `null` if a quoted cell goes on in the next line. */
function cellsOf(line: string, delimiter: string): string[] | null {
  if ((line.match(/"/g)?.length ?? 0) % 2 === 1) return null;
  return rawCellsOf(line, delimiter).map((raw) =>
    raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw,
  );
}

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
