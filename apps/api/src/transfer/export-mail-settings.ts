import { csvColumns, type TransferFormat } from '@postern/core/settings-transfer';
import { inAccount, type Database } from '@postern/database/database';
import { MailSettings } from '@postern/database/entities/mail-settings';
import { stringify } from 'csv-stringify/sync';
import { serversOf } from '@postern/database/server-columns';
import { settingsToCsv } from './csv-row.js';

const rowsPerPage = 1000;

/**
 * An account's settings as text that an import takes back, page by page and sorted by domain; attempts are left out.
 * Each page is a statement of its own, so that a slow reader holds no transaction open.
 */
export async function* exportMailSettings(
  database: Database,
  accountId: string,
  format: TransferFormat,
): AsyncGenerator<string, void> {
  let header = format === 'csv' ? `${csvColumns.join(',')}\r\n` : '';
  let last = '';
  let isLastPage = false;
  while (!isLastPage) {
    const rows = await inAccount(database, accountId).find(
      MailSettings,
      { accountId, origin: 'admin', domain: { $gt: last } },
      { orderBy: { domain: 'asc' }, limit: rowsPerPage, disableIdentityMap: true },
    );
    isLastPage = rows.length < rowsPerPage;
    last = rows.at(-1)?.domain ?? last;
    yield header + (format === 'csv' ? toCsv(rows) : toNdjson(rows));
    header = '';
  }
}

/** A cell that a spreadsheet would take for a formula is written with a quote in front. */
function toCsv(rows: readonly MailSettings[]): string {
  const cells = rows.map((row) => settingsToCsv(row.domain, serversOf(row)));
  return stringify(cells, { escape_formulas: true, record_delimiter: '\r\n' });
}

function toNdjson(rows: readonly MailSettings[]): string {
  return rows.map((row) => `${JSON.stringify({ domain: row.domain, ...serversOf(row) })}\n`).join('');
}
