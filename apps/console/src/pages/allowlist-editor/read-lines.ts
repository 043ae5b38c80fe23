import {
  allowlistEntryInputSchema,
  dataCenterSchema,
  type AllowlistProtocol,
  type DataCenter,
} from '@postern/core/allowlist-document';
import { inputErrors, type InputError } from '@postern/core/problem';
import type { AllowlistEntry } from '../../api/allowlist-draft';
import { endOfDate, startOfDate } from './life-dates';

/** What a line that names nothing else has. Without a protocol a line must name its own. */
export type LineDefaults = {
  readonly protocol: AllowlistProtocol | null;
  readonly dataCenter: string | null;
  readonly state: AllowlistEntry['state'];
  readonly activeFrom: string | null;
};

/** A fault of one line; `value` is the text that a repair replaces. */
export type WrongLine = InputError & {
  /** The number of the line, from 1; in JSON the number of the entry. */
  readonly line: number;
  readonly value: string;
};

export type ReadLines = {
  readonly entries: readonly AllowlistEntry[];
  /** The data centres that a JSON document names. */
  readonly dataCenters: readonly DataCenter[];
  readonly wrong: readonly WrongLine[];
  /** How many lines have no address. They are left out: a blank never means any address. */
  readonly blank: number;
  /** Whether the text is a document with states and dates of its own. */
  readonly hasStates: boolean;
};

type Fields = Readonly<Record<string, unknown>>;
const columns = ['cidr', 'protocol', 'dataCenter', 'state', 'activeFrom', 'retireAfter', 'note'] as const;

/**
 * Reads pasted entries: one prefix a line with an optional protocol, CSV with a heading `cidr`, or JSON as the feed has it. A
 * note may follow `#`.
 */
export function readLines(text: string, defaults: LineDefaults): ReadLines {
  if (isJson(text)) return readJson(text);
  const lines = text.split('\n');
  const first = lines.findIndex((line) => line.trim() !== '');
  const headings = splitCells(lines[first] ?? '').map((cell) => cell.toLowerCase());
  const isCsv = headings.includes('cidr');
  const names = headings.map((heading) => columns.find((column) => column.toLowerCase() === heading));
  const hasStates = isCsv && headings.includes('state');
  const parts = hasStates ? { ...defaults, state: undefined, activeFrom: undefined } : defaults;
  const read = lines
    .map((line, index) => ({
      line: index + 1,
      fields: isCsv ? fieldsOfCells(splitCells(line), names) : fieldsOfLine(line),
    }))
    .slice(isCsv ? first + 1 : 0);
  // What follows the last line feed is no line.
  if (lines.at(-1)?.trim() === '') read.pop();
  const filled = read.filter(({ fields }) => fields !== null);
  return { ...check(filled, parts), dataCenters: [], hasStates, blank: read.length - filled.length };
}

function readJson(text: string): ReadLines {
  const none = { entries: [], dataCenters: [], blank: 0, hasStates: true };
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    const message = 'This begins like JSON and is not complete';
    return { ...none, wrong: [{ line: 1, path: '', code: 'not-json', message, value: '' }] };
  }
  const { entries, dataCenters } = (Array.isArray(document) ? { entries: document } : document) as {
    entries?: unknown;
    dataCenters?: unknown;
  };
  const read = (Array.isArray(entries) ? entries : []).map((fields: unknown, index) => ({
    line: index + 1,
    fields: (fields ?? {}) as Fields,
  }));
  const named = dataCenterSchema.array().safeParse(dataCenters ?? []);
  return { ...none, ...check(read, {}), dataCenters: named.data ?? [] };
}

type Line = { readonly line: number; readonly fields: Fields | null };

/** Checks lines with the schema of an entry; an empty field has the value of `defaults`. */
function check(
  lines: readonly Line[],
  defaults: Partial<LineDefaults>,
): Pick<ReadLines, 'entries' | 'wrong'> {
  const entries: AllowlistEntry[] = [];
  const wrong: WrongLine[] = [];
  for (const { line, fields } of lines) {
    const given = Object.entries(fields ?? {}).filter(([, value]) => value !== '' && value !== undefined);
    const values: Fields = { ...withoutEmpty(defaults), ...Object.fromEntries(given) };
    const parsed = allowlistEntryInputSchema.safeParse(values);
    if (parsed.success) entries.push(parsed.data);
    else
      for (const error of inputErrors(parsed.error.issues)) {
        const value = values[error.path];
        // zod calls a choice that is missing a wrong one.
        const code = value === undefined && error.path !== '' ? 'required' : error.code;
        wrong.push({ ...error, code, line, value: typeof value === 'string' ? value : '' });
      }
  }
  return { entries, wrong };
}

function withoutEmpty(defaults: Partial<LineDefaults>): Fields {
  return Object.fromEntries(
    Object.entries(defaults).filter(([, value]) => value !== null && value !== undefined),
  );
}

/** The fields of a line such as `192.0.2.0/24 imap # Frankfurt`, also with a bullet in front; null for a line with a note alone. */
function fieldsOfLine(text: string): Fields | null {
  const [content = '', ...notes] = text.split('#');
  const [cidr, protocol, ...rest] = content.split(/[\s,;]+/).filter((part) => !/^[-*•]?$/.test(part));
  if (cidr === undefined) return null;
  const note = notes.join('#').trim();
  return {
    cidr,
    protocol: protocol?.toLowerCase(),
    ...(note !== '' && { note }),
    ...(rest.length > 0 && { [rest.join(' ')]: 'surplus' }),
  };
}

/** The fields of a line of CSV; null if all its cells are empty. */
function fieldsOfCells(
  cells: readonly string[],
  names: readonly ((typeof columns)[number] | undefined)[],
): Fields | null {
  if (cells.every((cell) => cell === '')) return null;
  const fields = Object.fromEntries(
    names.flatMap((name, place) => (name === undefined ? [] : [[name, cells[place] ?? '']])),
  );
  return {
    ...fields,
    protocol: fields['protocol']?.toLowerCase(),
    activeFrom: startOfDate(fields['activeFrom'] ?? ''),
    retireAfter: endOfDate(fields['retireAfter'] ?? ''),
  };
}

/** The cells of a line of CSV with commas, semicolons or tabs; a cell in quotes may contain them. */
function splitCells(line: string): string[] {
  const cells = [''];
  let isQuoted = false;
  for (const character of line) {
    if (character === '"') isQuoted = !isQuoted;
    if (!isQuoted && /[,;\t]/.test(character)) cells.push('');
    else cells[cells.length - 1] += character;
  }
  return cells.map((cell) =>
    cell
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .replaceAll('""', '"'),
  );
}

/** The text with the value in a line replaced by another; unchanged if the line does not have it. */
export function repairLine(text: string, { line, value }: WrongLine, repaired: string): string {
  const lines = text.split('\n');
  const old = lines[line - 1];
  if (old === undefined || value === '') return text;
  lines[line - 1] = old.replace(value, () => repaired);
  return lines.join('\n');
}

/** The lines that could not be added, below the heading of their columns; a JSON document stays whole. */
export function onlyWrong(text: string, wrong: readonly WrongLine[]): string {
  if (wrong.length === 0) return '';
  if (isJson(text)) return text;
  const left = new Set(wrong.map(({ line }) => line));
  return text
    .split('\n')
    .filter((line, index) => left.has(index + 1) || /\bcidr\b/i.test(line))
    .join('\n');
}

function isJson(text: string): boolean {
  return /^\s*[[{]/.test(text);
}
