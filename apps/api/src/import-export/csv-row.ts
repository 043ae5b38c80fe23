import type { MailServers } from '@postern/core/mail-settings';
import { parseDomainName } from '@postern/core/domain-name';
import type { CsvColumn } from '@postern/core/settings-transfer';
import { flagOf, kindOf, portOf, tlsModeOf } from './csv-words.js';

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

/** The column that a path of an input error means. */
export function columnOf(path: string): CsvColumn {
  return columnOfPath[path] ?? (path as CsvColumn);
}

/** A row as it was read: the text of each column that the header names. */
export type Cells = Readonly<Partial<Record<CsvColumn, string>>>;

/** What a cell says: no spaces at its ends, and without the quote that the export puts before a formula. */
export function cellText(cells: Cells, column: CsvColumn): string {
  return withoutGuard(cells[column]?.trim() ?? '');
}

/** The settings of a row as the POST body it stands for, unchecked; an empty cell is a field left out. */
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
    // A whole column of “no” says nothing about Exchange, which has no such flag.
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

/** A domain that an import takes only with its confirmation. */
export function isPublicSuffix(domain: string): boolean {
  const parsed = parseDomainName(domain);
  return parsed.ok && parsed.isPublicSuffix;
}

/** Takes away the quote with which the export makes a formula inert (OWASP, CSV injection). */
function withoutGuard(cell: string): string {
  return cell.replace(/^'(?=[=+\-@\t\r\uff1d\uff0b\uff0d\uff20])/u, '');
}

/** `undefined` for an object without any field. */
function withoutAbsent(fields: Record<string, unknown>): Record<string, unknown> | undefined {
  const present = Object.entries(fields).filter(([, value]) => value !== undefined);
  return present.length === 0 ? undefined : Object.fromEntries(present);
}
