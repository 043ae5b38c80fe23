import type { MailServers } from '@postern/core/mail-settings';
import { csvColumns, type CsvColumn } from '@postern/core/settings-transfer';

type Cells = Readonly<Partial<Record<CsvColumn, string>>>;

/** Where a field of a POST body stands in a CSV. */
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

/** The column that a path of an input error means; the path itself where both are called the same. */
export function columnOf(path: string): string {
  return columnOfPath[path] ?? path;
}

/** The settings of a line as the POST body it stands for, unchecked; an empty cell is a field left out. */
export function csvToInput(cells: Cells): unknown {
  const read = (column: CsvColumn) => withoutGuard(cells[column]?.trim() ?? '') || undefined;
  const server = (prefix: 'imap' | 'smtp') =>
    withoutAbsent({
      host: read(`${prefix}Host`),
      port: number(read(`${prefix}Port`)),
      tls: read(`${prefix}Tls`),
    });
  const url = read('exchangeUrl');
  return withoutAbsent({
    domain: read('domain'),
    kind: read('kind'),
    imap: server('imap'),
    smtp: server('smtp'),
    allowNonSecureCertificate: flag(read('allowNonSecureCertificate')),
    exchange: url === undefined ? undefined : { url },
  });
}

/** The cells of a row, in the order of the columns. */
export function settingsToCsv(domain: string, servers: MailServers): string[] {
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
  const row: Cells = { domain, kind: servers.kind, ...cells };
  return csvColumns.map((column) => row[column] ?? '');
}

/** Takes away the quote with which the export makes a formula inert (OWASP, CSV injection). */
function withoutGuard(cell: string): string {
  return cell.replace(/^'(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/u, '');
}

/** What is no number or no flag stays as it was written, for the schema to refuse. */
function number(text: string | undefined): number | string | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : text;
}

function flag(text: string | undefined): boolean | string | undefined {
  if (text === undefined) return undefined;
  return { true: true, false: false }[text.toLowerCase()] ?? text; // Spreadsheets write TRUE and FALSE.
}

/** `undefined` for an object without any field. */
function withoutAbsent(fields: Record<string, unknown>): Record<string, unknown> | undefined {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return present.length === 0 ? undefined : Object.fromEntries(present);
}
