import { hostAndPort } from '@postern/core/host-literal';
import type { MailServer } from '@postern/core/mail-settings';
import { formats } from './formats';
import { tlsModes } from './tls-modes';

const { number, plural } = formats;

/** The texts of the page for imports and exports. */
export const importWords = {
  title: 'Import und Export',
  lead: 'Viele Domains auf einmal hinzufügen oder ändern. „Prüfen“ zeigt vorher, was sich ändern würde. Importiert werden entweder alle Zeilen oder keine.',
  exports: { csv: 'CSV exportieren', ndjson: 'NDJSON exportieren' },
  drop: 'CSV- oder NDJSON-Datei hier ablegen',
  paste: 'Zeilen',
  pasteHelp: 'Oder fügen Sie hier Zeilen ein, die Kopfzeile zuerst.',
  fileChosen: (name: string) => `Aus ${name}`,
  check: 'Prüfen, ohne zu importieren',
  assign: 'Spalten zuordnen',
  import: 'Importieren',
  progress: 'Hochladen',
  rowsProgress: 'Zeilen',
  rowsDone: (done: number, all: number) =>
    `${number(done)} von ${number(all)} Zeilen. Der Import läuft weiter, auch wenn Sie diese Seite verlassen.`,
  wouldImport: (rows: number) =>
    plural(rows, {
      one: 'Die Zeile kann importiert werden',
      other: 'Alle # Zeilen können importiert werden',
    }),
  imported: (rows: number) =>
    plural(rows, { one: '# Zeile wurde importiert', other: '# Zeilen wurden importiert' }),
  counts: ({ created, updated, unchanged }: { created: number; updated: number; unchanged: number }) =>
    `${number(created)} neu, ${number(updated)} geändert, ${number(unchanged)} unverändert.`,
  toList: 'Zur Liste',
  columnsTitle: 'Spalten einer CSV-Datei',
  columnsHelp:
    'Eine Kopfzeile, dann eine Zeile pro Domain. Vorhandene Domains derselben Art werden geändert. Dateien, die Excel als CSV speichert, können Sie unverändert verwenden, mit Überschriften auf Deutsch, Englisch oder Französisch. Auch NDJSON-Dateien, wie diese Seite sie exportiert, lassen sich importieren.',
  columns: [
    ['domain', 'Erforderlich. Der Teil einer Adresse nach dem @.'],
    ['kind', 'imap oder exchange. Ohne diese Spalte entscheiden die Server oder die URL einer Zeile.'],
    ['imapHost, imapPort', 'Erforderlich für imap: der Posteingangsserver.'],
    ['smtpHost, smtpPort', 'Erforderlich für imap: der Postausgangsserver.'],
    ['imapTls, smtpTls', 'implicit oder starttls. Erforderlich bei einem unüblichen Port.'],
    ['allowNonSecureCertificate', 'true oder false. Eine leere Zelle bedeutet false.'],
    ['exchangeUrl', 'Erforderlich für exchange.'],
  ],
  useExample: 'Beispiel einfügen',
  example: `domain,kind,imapHost,imapPort,imapTls,smtpHost,smtpPort,smtpTls,allowNonSecureCertificate,exchangeUrl
example.com,imap,imap.example.com,993,implicit,smtp.example.com,465,implicit,false,
example.org,exchange,,,,,,,,https://mail.example.org/EWS/Exchange.asmx`,
  problems: {
    title: 'Zu korrigierende Zeilen',
    columns: ['Zeile', 'Feld', 'Was nicht stimmt', 'Vorschlag'],
    more: (count: number) => `${number(count)} weitere anzeigen`,
    applyAll: (count: number) =>
      plural(count, { one: 'Den Vorschlag übernehmen', other: 'Alle # Vorschläge übernehmen' }),
    applied: (value: string, rows: number) =>
      rows === 1
        ? `${value} ist eingetragen`
        : `${value} ist eingetragen, in ${number(rows)} Zeilen mit diesem Fehler`,
    correction: (field: string, line: string) => `${field} in Zeile ${line}`,
    correct: 'Eintragen',
    leaveOut: 'Zeile auslassen',
    ofLine: (line: string) => `Zeile ${line}`,
    leftOut: 'Die Zeile wird ausgelassen',
    actions: 'Aktionen',
    again:
      'Die Korrekturen stehen oben in den Zeilen, nicht in Ihrer Datei. Prüfen Sie erneut, um zu sehen, was noch fehlt.',
  },
  mapping: {
    title: 'Welche Spalte ist welche?',
    help: 'Nicht alle Überschriften sind bekannt. Wählen Sie, was jede Spalte enthält; wo die Werte es erkennen lassen, ist eine Vermutung eingetragen.',
    columns: ['Spalte', 'Überschrift', 'Erste Werte', 'Bedeutung'],
    noHeading: 'keine Überschrift',
    noValue: 'kein Wert',
    leaveOut: 'Auslassen',
    choose: (place: string) => `Bedeutung der Spalte ${place}`,
    submit: 'Mit diesen Spalten prüfen',
    needed: 'Wählen Sie eine Spalte für die Domain und mindestens eine für die Server oder die Exchange-URL.',
  },
  preview: {
    title: 'Was sich ändern würde',
    columns: ['Zeile', 'Domain', 'Änderung', 'Alte und neue Werte'],
    created: 'Neu',
    updated: 'Geändert',
    server: ({ tls, ...server }: MailServer) => `${hostAndPort(server)} ${tlsModes[tls]}`,
    more: (count: number) => `und ${number(count)} weitere`,
  },
  verification: {
    title: 'Prüfung aller Domains',
    progress: 'Geprüfte Domains',
    counts: (passed: number, failed: number, waiting: number) =>
      `${number(passed)} in Ordnung, ${number(failed)} fehlgeschlagen, ${plural(waiting, { one: '# wartet', other: '# warten' })}.`,
    toFailed: 'Fehlgeschlagene anzeigen',
  },
};
