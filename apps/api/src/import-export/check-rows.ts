import { mailSettingsInputSchema, type MailSettingsInput } from '@postern/core/mail-settings';
import { inputErrors, type InputError } from '@postern/core/problem';
import type { CsvColumn } from '@postern/core/settings-transfer';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { columnLetters } from './csv-header.js';
import { cellText, columnOf } from './csv-row.js';
import { kindOf, refusalOf } from './csv-words.js';
import type { Row, TableRow } from './row.js';

/** A row that passed all checks. */
export type CheckedRow = { readonly index: number; readonly line: number; readonly input: MailSettingsInput };

/** The most errors of an upload that are listed, so that a person corrects most files in one step. */
const mostListed = 1000;

/** The errors of an upload: the first 1,000, and the count of all. */
export class RowErrors {
  readonly listed: InputError[] = [];
  count = 0;

  /** Adds an error of a row. `column` goes behind the line into the message; an error of the header names its line itself. */
  add({ index, line }: { index: number; line: number }, error: InputError, column = ''): void {
    this.count += 1;
    if (this.listed.length >= mostListed) return;
    if (error.path === 'header') {
      this.listed.push(error);
      return;
    }
    const path = `rows[${index}]${error.path === '' ? '' : `.${error.path}`}`;
    this.listed.push({ ...error, path, message: `Line ${line}${column}: ${error.message}` });
  }
}

const rowsPerBatch = 100;

/**
 * Checks an upload while it arrives. Returns the rows in batches of 100, each as JSON text, which needs a tenth of the
 * memory of objects. So the transaction can start after the last row was received and checked.
 */
export async function checkRows(
  rows: AsyncIterable<Row>,
): Promise<{ batches: string[]; count: number; errors: RowErrors }> {
  const errors = new RowErrors();
  const batches: string[] = [];
  const lineOfDomain = new Map<string, number>();
  let batch: CheckedRow[] = [];
  let count = 0;
  for await (const row of rows) {
    const input = checkRow(row, errors);
    if (input === null) continue;
    const earlier = lineOfDomain.get(input.domain);
    lineOfDomain.set(input.domain, row.line);
    if (earlier !== undefined) {
      errors.add(row, {
        path: 'domain',
        code: 'duplicate-domain',
        message: `${input.domain} is in line ${earlier}, too`,
      });
    }
    batch.push({ index: row.index, line: row.line, input });
    count += 1;
    if (batch.length < rowsPerBatch) continue;
    batches.push(JSON.stringify(batch));
    batch = [];
    await yieldToOthers(); // Checking keeps the thread busy, and other requests need it.
  }
  if (batch.length > 0) batches.push(JSON.stringify(batch));
  return { batches, count, errors };
}

function checkRow(row: Row, errors: RowErrors): MailSettingsInput | null {
  if ('refusal' in row) {
    errors.add(row, row.refusal);
    return null;
  }
  const parsed = mailSettingsInputSchema.safeParse(row.input);
  if (parsed.success) return parsed.data;
  for (const error of inputErrors(parsed.error.issues)) {
    if (row.table === undefined) errors.add(row, error);
    else addCellError(row, row.table, error, errors);
  }
  return null;
}

/** The codes of errors that zod found; their messages are rewritten. Our own parsers write messages for people. */
const schemaCodes: ReadonlySet<string> = new Set([
  'wrong-type',
  'unknown-field',
  'not-a-choice',
  'too-large',
  'too-small',
  'wrong-format',
  'required',
  'invalid',
]);

/** Adds an error of a cell, with its column and what to write there. */
function addCellError(row: Row, { cells, header }: TableRow, error: InputError, errors: RowErrors): void {
  const column: CsvColumn = columnOf(error.path);
  const place = header.indexOf(column);
  const where = place < 0 ? '' : `, column ${columnLetters(place)} (${column})`;
  const kind = kindOf(cellText(cells, 'kind'));
  const message = schemaCodes.has(error.code)
    ? refusalOf(column, place < 0 ? null : cellText(cells, column), kind, error.code)
    : error.message;
  errors.add(row, { ...error, path: column, message }, where);
}
