import { expect, test } from '@jest/globals';
import { columnNamed } from './column-names.js';
import { guessColumns } from './guess-columns.js';

test.each([
  ['domain', ['Domain', 'Domäne', 'Domaene', 'E-Mail-Domäne', 'DOMAINE', 'Nom de domaine']],
  ['kind', ['Kind', 'Typ', 'Art', 'Type de serveur']],
  [
    'imapHost',
    ['IMAP-Server', 'Posteingangsserver', 'Serveur IMAP', 'Serveur entrant', 'Incoming mail server'],
  ],
  ['imapPort', ['IMAP-Port', 'Port IMAP', 'Posteingangsserver-Port', 'Port (Posteingang)', 'Incoming port']],
  ['imapTls', ['IMAP-Verschlüsselung', 'Verschluesselung IMAP', 'Sécurité IMAP', 'IMAP SSL/TLS']],
  ['smtpHost', ['SMTP-Server', 'Postausgangsserver', 'Serveur sortant', 'Hôte SMTP']],
  ['smtpPort', ['SMTP-Port', 'Port SMTP', 'Ausgangsserver-Port', 'Port du serveur SMTP']],
  ['smtpTls', ['SMTP-Sicherheit', 'Chiffrement SMTP', 'Verbindungssicherheit (SMTP)']],
  [
    'allowNonSecureCertificate',
    ['Unsichere Zertifikate erlauben', 'Autoriser les certificats non sécurisés'],
  ],
  ['exchangeUrl', ['Exchange-URL', 'EWS-Adresse', 'URL EWS']],
] as const)('%s is known by its headings in English, German and French', (column, headings) => {
  expect(headings.map((heading) => [heading, columnNamed(heading)])).toEqual(
    headings.map((heading) => [heading, column]),
  );
});

test.each(['Kunde', 'Port', 'IMAP-Passwort', 'TLS version', ''])(
  '%j is not the name of a column',
  (heading) => {
    expect(columnNamed(heading)).toBeUndefined();
  },
);

test('similar headings are guessed, then what the values look like; each column once', () => {
  const table: [string, string[]][] = [
    ['Kunde', ['Müller GmbH', 'Bücher AG']],
    ['Maildomain des Kunden', ['mueller.example', 'buecher.example']],
    ['Server (eingehend)', ['imap.mueller.example', 'mail.buecher.example']],
    ['Port', ['993', '143']],
    ['Verschl.', ['SSL', 'STARTTLS']],
    ['Server', ['smtp.mueller.example', 'smtp.buecher.example']],
    ['Port 2', ['465', '587']],
    ['Verschl. 2', ['SSL', 'STARTTLS']],
    ['Selbst signiert', ['nein', 'ja']],
  ];
  const guessed = guessColumns(
    table.map(([heading]) => heading),
    table.map(([, values]) => values),
  );
  expect(guessed).toEqual([
    null,
    'domain',
    'imapHost',
    'imapPort',
    'imapTls',
    'smtpHost',
    'smtpPort',
    'smtpTls',
    'allowNonSecureCertificate',
  ]);
});

test('nothing is guessed for a column whose values differ in kind', () => {
  expect(guessColumns(['a', 'b'], [['993', 'x'], []])).toEqual([null, null]);
});
