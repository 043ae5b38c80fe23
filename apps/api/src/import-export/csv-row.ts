import type { MailServers } from '@postern/core/mail-settings';
import { parseDomainName } from '@postern/core/domain-name';
import type { CsvColumn } from '@postern/core/settings-transfer';
import { flagOf, kindOf, portOf, tlsModeOf } from './csv-words.js';

/** The column of each field of a POST body. */
const columnOfPath: Readonly<Record<string, CsvColumn>> = {
  'imap.host': 'imapHost',
  'imap.port': 'imapPort',
  'imap.tls': 'imapTls',
  'smtp.host': 'smtpHost',
  'smtp.port': 'smtpPort',
  'smtp.tls': 'smtpTls',
  'exchange.url': 'exchangeUrl',
  imap: 'imapHost',
  smtp: 'smtpHost',
  exchange: 'exchangeUrl',
};

/** The column of an input error, by its path in the POST body. */
export function columnOf(path: string): CsvColumn {
  return columnOfPath[path] ?? (path as CsvColumn);
}

/** A row as it was read: the text of each column that the header names. */
export type Cells = Readonly<Partial<Record<CsvColumn, string>>>;

/** The text of a cell without spaces at its ends and without the quote that the export puts before a formula. */
export function cellText(cells: Cells, column: CsvColumn): string {
  return withoutGuard(cells[column]?.trim() ?? '');
}

/** Turns the cells of a row into an unchecked POST body; an empty cell becomes no field. */
export function csvToInput(cells: Cells): unknown {
  const read = (column: CsvColumn) => cellText(cells, column) || undefined;
  const server = (prefix: 'imap' | 'smtp') => {
    const port = mapped(read(`${prefix}Port`), portOf);
    const tls = mapped(read(`${prefix}Tls`), (word) => tlsModeOf(word, port));
    return withoutAbsent({ host: read(`${prefix}Host`), port, tls });
  };
  const url = read('exchangeUrl');
  const kind = mapped(read('kind'), kindOf);
  const flag = mapped(read('allowNonSecureCertificate'), flagOf);
  return withoutAbsent({
    domain: read('domain'),
    kind,
    imap: server('imap'),
    smtp: server('smtp'),
    // Exchange settings have no such flag; a “no” in this column is accepted.
    allowNonSecureCertificate: kind === 'exchange' && flag === false ? undefined : flag,
    exchange: url === undefined ? undefined : { url },
    confirmPublicSuffix: mapped(read('confirmPublicSuffix'), flagOf),
  });
}

function mapped<T>(cell: string | undefined, read: (word: string) => T): T | undefined {
  return cell === undefined ? undefined : read(cell);
}

/** The cells of a row, in the order of `columns`. */
export function settingsToCsv(domain: string, servers: MailServers, columns: readonly CsvColumn[]): string[] {
  const cells: Cells =
    servers.kind === 'imap'
      ? {
          imapHost: servers.imap.host,
          imapPort: String(servers.imap.port),
          imapTls: servers.imap.tls,
          smtpHost: servers.smtp.host,
          smtpPort: String(servers.smtp.port),
          smtpTls: servers.smtp.tls,
          allowNonSecureCertificate: String(servers.allowNonSecureCertificate),
        }
      : { exchangeUrl: servers.exchange.url };
  const confirmation: Cells = isPublicSuffix(domain) ? { confirmPublicSuffix: 'true' } : {};
  const row: Cells = { domain, kind: servers.kind, ...cells, ...confirmation };
  return columns.map((column) => row[column] ?? '');
}

/** Whether an import takes this domain only with `confirmPublicSuffix`. */
export function isPublicSuffix(domain: string): boolean {
  const parsed = parseDomainName(domain);
  return parsed.ok && parsed.isPublicSuffix;
}

/** Removes the quote that the export puts before a formula so that no spreadsheet runs it (OWASP, CSV injection). */
function withoutGuard(cell: string): string {
  return cell.replace(/^'(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/u, '');
}

/** An object of the fields that are set; `undefined` if none is. */
function withoutAbsent(fields: Record<string, unknown>): Record<string, unknown> | undefined {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return present.length === 0 ? undefined : Object.fromEntries(present);
}
