import {
  csvColumns,
  importColumns,
  type CsvColumn,
  type TransferFormat,
} from '@postern/core/settings-transfer';
import { inAccount, type Database } from '@postern/database/database';
import { stringify } from 'csv-stringify/sync';
import { setImmediate as turnOfEventLoop } from 'node:timers/promises';
import { serversOf } from '@postern/database/server-columns';
import { isPublicSuffix, settingsToCsv } from './csv-row.js';
import { selectServers } from './select-servers.js';

/** Rows, or names alone, that one statement reads. */
const rowsPerPage = 250;
const namesPerPage = 2000;
/** Rows that are written as text before other requests have their turn. */
const rowsPerSlice = 10;

type ExportedRow = { readonly domain: string } & Parameters<typeof serversOf>[0];

/**
 * Yields the settings of an account, sorted by domain, as text that an import accepts; attempts are left out. Each page is
 * a statement of its own, so that a slow reader keeps no transaction open. `chosen` are the only domains to export, all if
 * it is null.
 */
export async function* exportMailSettings(
  database: Database,
  accountId: string,
  format: TransferFormat,
  chosen: readonly string[] | null = null,
): AsyncGenerator<string, void> {
  const columns = format === 'csv' ? await columnsFor(database, accountId) : [];
  let header = format === 'csv' ? `${columns.join(',')}\r\n` : '';
  const names = chosen === null ? null : JSON.stringify(chosen);
  let last = '';
  let isLastPage = false;
  while (!isLastPage) {
    const rows = await inAccount(database, accountId).execute<ExportedRow[]>(
      `select domain, ${selectServers} from mail_settings
       where account_id = ? and domain > ? and origin = 'admin'
         and (?::jsonb is null or domain in (select jsonb_array_elements_text(?::jsonb))) order by domain limit ?`,
      [accountId, last, names, names, rowsPerPage],
    );
    isLastPage = rows.length < rowsPerPage;
    last = rows.at(-1)?.domain ?? last;
    if (header !== '') yield header;
    header = '';
    for (const slice of slicesOf(rows)) {
      yield format === 'csv' ? toCsv(slice, columns) : toNdjson(slice);
      await turnOfEventLoop();
    }
  }
}

/** The columns of the header: with `confirmPublicSuffix` if a domain of the account needs it. */
async function columnsFor(database: Database, accountId: string): Promise<readonly CsvColumn[]> {
  let last: string | undefined = '';
  while (last !== undefined) {
    const rows: { readonly domain: string }[] = await inAccount(database, accountId).execute(
      `select domain from mail_settings where account_id = ? and domain > ? and origin = 'admin'
       order by domain limit ?`,
      [accountId, last, namesPerPage],
    );
    for (const slice of slicesOf(rows)) {
      if (slice.some(({ domain }) => isPublicSuffix(domain))) return importColumns;
      await turnOfEventLoop();
    }
    last = rows.at(-1)?.domain;
  }
  return csvColumns;
}

function* slicesOf<Row>(rows: readonly Row[]): Generator<readonly Row[], void> {
  for (let from = 0; from < rows.length; from += rowsPerSlice) yield rows.slice(from, from + rowsPerSlice);
}

/** Writes rows as CSV, with a quote before every cell that a spreadsheet would run as a formula. */
function toCsv(rows: readonly ExportedRow[], columns: readonly CsvColumn[]): string {
  const cells = rows.map((row) => settingsToCsv(row.domain, serversOf(row), columns));
  return stringify(cells, { escape_formulas: true, record_delimiter: '\r\n' });
}

function toNdjson(rows: readonly ExportedRow[]): string {
  const lines = rows.map((row) => ({
    domain: row.domain,
    ...(isPublicSuffix(row.domain) ? { confirmPublicSuffix: true } : {}),
    ...serversOf(row),
  }));
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}
