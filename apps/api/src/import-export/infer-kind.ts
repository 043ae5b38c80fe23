import type { CsvColumn } from '@postern/core/settings-transfer';
import { columnLetters } from './csv-header.js';
import { cellText, type Cells } from './csv-row.js';
import type { RowRefusal } from './row.js';

/**
 * The kind of a row in a table without the column `kind`: `imap` if it names an IMAP or SMTP server, `exchange` if it
 * has a URL. A row with both, or with neither, is refused.
 */
export function inferKind(
  cells: Cells,
  header: readonly (CsvColumn | null)[],
): 'imap' | 'exchange' | RowRefusal {
  const filled = (['imapHost', 'smtpHost', 'exchangeUrl'] as const).filter(
    (column) => cellText(cells, column) !== '',
  );
  const [server] = filled;
  if (server === undefined) {
    const message =
      'The row names no server; write the servers in imapHost and smtpHost, or the URL in exchangeUrl';
    return { path: '', code: 'required', message };
  }
  if (server === 'exchangeUrl') return 'exchange';
  if (!filled.includes('exchangeUrl')) return 'imap';
  const place = (column: CsvColumn) => `column ${columnLetters(header.indexOf(column))} (${column})`;
  const message = `The row has a server in ${place(server)} and a URL in ${place('exchangeUrl')}; a domain uses one or the other, so empty one of them`;
  return { path: 'exchangeUrl', code: 'kind-unclear', message };
}
