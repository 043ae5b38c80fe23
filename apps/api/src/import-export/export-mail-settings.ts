import {
  csvColumns,
  importColumns,
  type CsvColumn,
  type TransferFormat,
} from '@postern/core/settings-transfer';
import { inAccount, type Database } from '@postern/database/database';
import { stringify } from 'csv-stringify/sync';
import { serversOf } from '@postern/database/server-columns';
import { isPublicSuffix, settingsToCsv } from './csv-row.js';
import { selectServers } from './select-servers.js';

const rowsPerPage = 1000;

type ExportedRow = { readonly domain: string } & Parameters<typeof serversOf>[0];

/**
 * An account's settings as text that an import takes back, page by page and sorted by domain; attempts are left out.
 * Each page is a statement of its own, so that a slow reader holds no transaction open.
 */
export async function* exportMailSettings(
  database: Database,
  accountId: string,
  format: TransferFormat,
): AsyncGenerator<string, void> {
  const columns = format === 'csv' ? await columnsFor(database, accountId) : [];
  let header = format === 'csv' ? `${columns.join(',')}\r\n` : '';
  let last = '';
  let isLastPage = false;
  while (!isLastPage) {
    const rows = await inAccount(database, accountId).execute<ExportedRow[]>(
      `select domain, ${selectServers} from mail_settings
       where account_id = ? and domain > ? and origin = 'admin' order by domain limit ?`,
      [accountId, last, rowsPerPage],
    );
    isLastPage = rows.length < rowsPerPage;
    last = rows.at(-1)?.domain ?? last;
    yield header + (format === 'csv' ? toCsv(rows, columns) : toNdjson(rows));
    header = '';
  }
}

/** The header comes before the first row, so the domains are looked through for one that needs its confirmation. */
async function columnsFor(database: Database, accountId: string): Promise<readonly CsvColumn[]> {
  const rows = await inAccount(database, accountId).execute<{ domain: string }[]>(
    `select domain from mail_settings where account_id = ? and origin = 'admin'`,
    [accountId],
  );
  return rows.some(({ domain }) => isPublicSuffix(domain)) ? importColumns : csvColumns;
}

/** A cell that a spreadsheet would take for a formula is written with a quote in front. */
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
