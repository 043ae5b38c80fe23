import type { CsvColumn } from '@postern/core/settings-transfer';
import { defaultTlsMode } from '@postern/core/tls-mode';

const kinds: Readonly<Record<string, 'imap' | 'exchange'>> = {
  imap: 'imap',
  'imap/smtp': 'imap',
  'imap+smtp': 'imap',
  exchange: 'exchange',
  ews: 'exchange',
  microsoftexchange: 'exchange',
};

const yes = ['true', 'yes', 'y', '1', 'on', 'ja', 'j', 'wahr', 'oui', 'vrai', 'sí', 'si', 'x'];
const no = ['false', 'no', 'n', '0', 'off', 'nein', 'falsch', 'non', 'faux'];
const implicit = ['implicit', 'ssl', 'ssl/tls', 'tls/ssl', 'implicittls', 'imaps', 'smtps'];
const starttls = ['starttls', 'explicit', 'explicittls', 'tls/starttls'];

/** Words in any case, with spaces and hyphens left out: `Start TLS` and `start-tls` are `starttls`. */
function folded(word: string): string {
  return word.toLowerCase().replace(/[\s_-]/g, '');
}

/** The kind that a word stands for; any other word comes back as it is, for the schema to refuse. */
export function kindOf(word: string): string {
  return kinds[folded(word)] ?? word;
}

/** The flag that a word stands for, in English, German, French and Spanish; any other word comes back as it is. */
export function flagOf(word: string): boolean | string {
  if (yes.includes(folded(word))) return true;
  return no.includes(folded(word)) ? false : word;
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
  if (implicit.includes(known)) return 'implicit';
  if (starttls.includes(known)) return 'starttls';
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
