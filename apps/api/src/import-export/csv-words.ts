import type { CsvColumn } from '@postern/core/settings-transfer';
import { defaultTlsMode } from '@postern/core/tls-mode';

const yes = words('true', 'yes', 'y', '1', 'on', 'ja', 'j', 'wahr', 'oui', 'vrai', 'sí', 'si', 'x');
const no = words('false', 'no', 'n', '0', 'off', 'nein', 'falsch', 'non', 'faux');
const imap = words('imap', 'imap/smtp', 'imap+smtp');
const exchange = words('exchange', 'ews', 'microsoft exchange');
const implicit = words('implicit', 'ssl', 'ssl/tls', 'tls/ssl', 'implicit tls', 'imaps', 'smtps');
const starttls = words('starttls', 'explicit', 'explicit tls', 'tls/starttls');

function words(...list: string[]): ReadonlySet<string> {
  return new Set(list.map(folded));
}

/** Words in any case, without spaces and hyphens: `Start TLS` and `start-tls` are `starttls`. */
function folded(word: string): string {
  return word.toLowerCase().replace(/[\s_-]/g, '');
}

/** The kind that a word stands for; any other word comes back as it is, for the schema to refuse. */
export function kindOf(word: string): string {
  if (imap.has(folded(word))) return 'imap';
  return exchange.has(folded(word)) ? 'exchange' : word;
}

/** The flag that a word stands for, in English, German, French and Spanish; any other word comes back as it is. */
export function flagOf(word: string): boolean | string {
  if (yes.has(folded(word))) return true;
  return no.has(folded(word)) ? false : word;
}

/** The port that a cell holds; spreadsheets may write `993.0`. Any other word comes back as it is. */
export function portOf(word: string): number | string {
  return /^\d{1,9}(?:[.,]0+)?$/.test(word) ? Number.parseInt(word, 10) : word;
}

/**
 * The TLS mode that a word stands for. `TLS` alone means STARTTLS in some programs and TLS from the first byte in
 * others, so it follows the port if the port is a well-known one. Any other word comes back as it is.
 */
export function tlsModeOf(word: string, port: number | string | undefined): string {
  const known = folded(word);
  if (implicit.has(known)) return 'implicit';
  if (starttls.has(known)) return 'starttls';
  if (known === 'tls') return (typeof port === 'number' ? defaultTlsMode(port) : undefined) ?? 'implicit';
  return word;
}

const needed: Readonly<Record<CsvColumn, string>> = {
  domain: 'write the part of the email addresses that follows the @',
  kind: 'write imap or exchange',
  imapHost: 'write the name of the IMAP server',
  imapPort: 'write a number from 1 to 65535, usually 993',
  imapTls: 'write SSL (TLS from the first byte) or STARTTLS',
  smtpHost: 'write the name of the SMTP server',
  smtpPort: 'write a number from 1 to 65535, usually 465 or 587',
  smtpTls: 'write SSL (TLS from the first byte) or STARTTLS',
  allowNonSecureCertificate: 'write yes or no',
  exchangeUrl: 'write a URL like https://mail.example.com/EWS/Exchange.asmx',
  confirmPublicSuffix: 'write yes or no',
};

/**
 * Says of a cell that the schema refused what is wrong with it and what to write, in the words of the table. `cell` is
 * null if the table has no such column.
 */
export function refusalOf(column: CsvColumn, cell: string | null, kind: string, code: string): string {
  if (cell === null) return `the column ${column} is missing; ${needed[column]}`;
  if (code === 'unknown-field') {
    const name = kind === 'imap' ? 'an IMAP row' : 'an Exchange row';
    return `${name} has no ${column}; leave the cell empty`;
  }
  if (cell === '') return `the cell is empty; ${needed[column]}`;
  return `“${cell.slice(0, 50)}” cannot be used here; ${needed[column]}`;
}
