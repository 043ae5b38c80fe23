import { mailSettingsInputSchema, type MailSettingsInput } from '@postern/core/mail-settings';
import { inputErrors, type InputError } from '@postern/core/problem';
import type { TransferFormat } from '@postern/core/settings-transfer';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { columnOf } from './csv-row.js';
import type { Row } from './read-rows.js';

/** A row that may be imported. */
export type CheckedRow = { readonly index: number; readonly line: number; readonly input: MailSettingsInput };

/** Everything wrong with an upload: the first 100 errors, and how many there are. */
export class RowErrors {
  readonly listed: InputError[] = [];
  count = 0;

  add({ index, line }: { index: number; line: number }, error: InputError): void {
    this.count += 1;
    if (this.listed.length >= 100) return;
    const path =
      error.path === 'header' ? 'header' : `rows[${index}]${error.path === '' ? '' : `.${error.path}`}`;
    this.listed.push({ ...error, path, message: `Line ${line}: ${error.message}` });
  }
}

const rowsPerBatch = 500;

/**
 * Checks an upload as it arrives. The rows come back in batches of 500, each as JSON: a hundred thousand of them are
 * a tenth of what they are as objects, and the transaction can wait until the last byte is here and right.
 */
export async function checkRows(
  rows: AsyncIterable<Row>,
  format: TransferFormat,
): Promise<{ batches: string[]; errors: RowErrors }> {
  const errors = new RowErrors();
  const batches: string[] = [];
  const lineOfDomain = new Map<string, number>();
  let batch: CheckedRow[] = [];
  for await (const row of rows) {
    const input = checkRow(row, format, errors);
    if (input === null) continue;
    const earlier = lineOfDomain.get(input.domain);
    lineOfDomain.set(input.domain, row.line);
    if (earlier !== undefined) {
      errors.add(row, {
        path: 'domain',
        code: 'duplicate-domain',
        message: `${input.domain} stands in line ${earlier} too`,
      });
    }
    batch.push({ index: row.index, line: row.line, input });
    if (batch.length < rowsPerBatch) continue;
    batches.push(JSON.stringify(batch));
    batch = [];
    await yieldToOthers(); // Checking is CPU work, and other requests wait for the same thread.
  }
  if (batch.length > 0) batches.push(JSON.stringify(batch));
  return { batches, errors };
}

function checkRow(row: Row, format: TransferFormat, errors: RowErrors): MailSettingsInput | null {
  if ('refusal' in row) {
    errors.add(row, row.refusal);
    return null;
  }
  const parsed = mailSettingsInputSchema.safeParse(row.input);
  if (parsed.success) return parsed.data;
  for (const error of inputErrors(parsed.error.issues)) {
    errors.add(row, format === 'csv' ? { ...error, path: columnOf(error.path) } : error);
  }
  return null;
}
