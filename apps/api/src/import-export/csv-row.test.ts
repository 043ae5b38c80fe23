import { expect, test } from '@jest/globals';
import { stringify } from 'csv-stringify/sync';
import { csvToInput } from './csv-row.js';

test.each(['=cmd()', '+1', '-1', '@x', '\tx', '\rx'])(
  'the cell %j is exported with a quote and imported without',
  (cell) => {
    const [inert] = stringify([[cell]], { escape_formulas: true, quoted: false }).split('\n');
    expect(inert!.replace(/^"/, '')).toMatch(/^'/);
    expect(csvToInput({ domain: `'${cell}` })).toEqual({ domain: cell });
  },
);

test.each([
  ['kind', 'IMAP', { kind: 'imap' }],
  ['kind', 'Exchange', { kind: 'exchange' }],
  ['kind', 'imap / smtp', { kind: 'imap' }],
  ['kind', 'EWS', { kind: 'exchange' }],
  ['kind', 'pop3', { kind: 'pop3' }],
  ['imapTls', 'SSL', { imap: { tls: 'implicit' } }],
  ['imapTls', 'SSL/TLS', { imap: { tls: 'implicit' } }],
  ['imapTls', 'Implicit', { imap: { tls: 'implicit' } }],
  ['imapTls', 'STARTTLS', { imap: { tls: 'starttls' } }],
  ['imapTls', 'Start TLS', { imap: { tls: 'starttls' } }],
  ['imapTls', 'none', { imap: { tls: 'none' } }],
  ['imapPort', '993.0', { imap: { port: 993 } }], // A spreadsheet's number.
  ['smtpPort', '587,00', { smtp: { port: 587 } }],
  ['smtpPort', '58 7', { smtp: { port: '58 7' } }],
  ['smtpHost', '\u00a0smtp.example.com ', { smtp: { host: 'smtp.example.com' } }],
] as const)('%s %j is read as %j', (column, cell, input) => {
  expect(csvToInput({ [column]: cell })).toEqual(input);
});

test.each([
  ['993', 'implicit'],
  ['465', 'implicit'],
  ['143', 'starttls'],
  ['587', 'starttls'],
  ['25', 'starttls'],
  ['1993', 'implicit'],
])('the word TLS on port %s means %s', (imapPort, tls) => {
  expect(csvToInput({ imapPort, imapTls: 'TLS' })).toEqual({ imap: { port: Number(imapPort), tls } });
});

test.each([
  [true, ['yes', 'Yes', 'YES', 'ja', '1', 'TRUE', 'wahr', 'on', 'oui']],
  [false, ['no', 'No', 'nein', 'Nein', '0', 'FALSE', 'falsch', 'off', 'non']],
])('the flag is %s for %j', (flag, words) => {
  for (const word of words) {
    expect(csvToInput({ allowNonSecureCertificate: word })).toEqual({ allowNonSecureCertificate: flag });
  }
});

test('a “no” in the column of the flag is accepted for Exchange', () => {
  expect(csvToInput({ kind: 'Exchange', allowNonSecureCertificate: 'no' })).toEqual({ kind: 'exchange' });
  expect(csvToInput({ kind: 'Exchange', allowNonSecureCertificate: 'yes' })).toEqual({
    kind: 'exchange',
    allowNonSecureCertificate: true,
  });
});

test('a quote that is not before a formula stays', () => {
  expect(csvToInput({ domain: "'example.com" })).toEqual({ domain: "'example.com" });
});

test('an empty cell becomes no field; a text that is no number stays, and the schema refuses it', () => {
  expect(
    csvToInput({ domain: ' example.com ', kind: 'imap', imapPort: 'x1', smtpPort: '465', exchangeUrl: '' }),
  ).toEqual({
    domain: 'example.com',
    kind: 'imap',
    imap: { port: 'x1' },
    smtp: { port: 465 },
  });
});
