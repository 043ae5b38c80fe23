import { csvColumns, type TransferFormat } from '@postern/core/settings-transfer';
import { inAccount, type Database } from '@postern/database/database';
import { stringify } from 'csv-stringify/sync';
import { serversOf } from '@postern/database/server-columns';
import { settingsToCsv } from './csv-row.js';
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
  let header = format === 'csv' ? `${csvColumns.join(',')}\r\n` : '';
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
    yield header + (format === 'csv' ? toCsv(rows) : toNdjson(rows));
    header = '';
  }
}

/** A cell that a spreadsheet would take for a formula is written with a quote in front. */
function toCsv(rows: readonly ExportedRow[]): string {
  const cells = rows.map((row) => settingsToCsv(row.domain, serversOf(row)));
  return stringify(cells, { escape_formulas: true, record_delimiter: '\r\n' });
}

function toNdjson(rows: readonly ExportedRow[]): string {
  return rows.map((row) => `${JSON.stringify({ domain: row.domain, ...serversOf(row) })}\n`).join('');
}
