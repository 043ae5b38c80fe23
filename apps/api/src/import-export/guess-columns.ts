import { parseDomainName } from '@postern/core/domain-name';
import type { CsvColumn } from '@postern/core/settings-transfer';
import { columnLike, columnNamed } from './column-names.js';
import { flagOf, kindOf, tlsModeOf } from './csv-words.js';

/** What the values of each column look like. Of two columns with equal looks, the first in this list is the left one. */
const looks: readonly (readonly [CsvColumn, (value: string) => boolean])[] = [
  ['exchangeUrl', (value) => /^https?:\/\//i.test(value)],
  ['kind', (value) => ['imap', 'exchange'].includes(kindOf(value))],
  ['imapTls', isTlsMode],
  ['smtpTls', isTlsMode],
  ['imapPort', (value) => /^(?:143|993)$/.test(value)],
  ['smtpPort', (value) => /^(?:25|465|587|2525)$/.test(value)],
  ['imapHost', (value) => /^imap\d*[.-]/i.test(value) && isName(value)],
  ['smtpHost', (value) => /^(?:smtp|mx)\d*[.-]/i.test(value) && isName(value)],
  ['domain', isName],
  ['imapHost', isName],
  ['smtpHost', isName],
  ['allowNonSecureCertificate', (value) => typeof flagOf(value) === 'boolean'],
];

function isTlsMode(value: string): boolean {
  return ['implicit', 'starttls'].includes(tlsModeOf(value, undefined));
}

/** Whether a value is a domain or the name of a server. */
function isName(value: string): boolean {
  return value.includes('.') && (parseDomainName(value).ok || value.includes('@'));
}

/**
 * Guesses which column of an import each column of a table is: first by known headings, then by headings that are
 * similar, then by what the values look like. `null` where there is no guess; each column is guessed once.
 */
export function guessColumns(
  headings: readonly string[],
  values: readonly (readonly string[])[],
): (CsvColumn | null)[] {
  const guessed: (CsvColumn | null)[] = headings.map(() => null);
  const take = (place: number, column: CsvColumn | undefined): void => {
    if (column !== undefined && guessed[place] === null && !guessed.includes(column)) guessed[place] = column;
  };
  headings.forEach((heading, place) => take(place, columnNamed(heading)));
  headings.forEach((heading, place) => take(place, columnLike(heading)));
  for (const [column, looksLike] of looks) {
    const place = guessed.findIndex((known, at) => {
      const filled = (values[at] ?? []).filter((value) => value !== '');
      return known === null && filled.length > 0 && filled.every(looksLike);
    });
    if (place >= 0) take(place, column);
  }
  return guessed;
}
