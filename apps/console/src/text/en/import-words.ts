import { hostAndPort } from '@postern/core/host-literal';
import { formats } from './formats';
import type { MailServer } from '@postern/core/mail-settings';
import { tlsModes } from './tls-modes';

const { number, plural } = formats;

/** The texts of the page for imports and exports. */
export const importWords = {
  title: 'Import and export',
  lead: 'Add or update many domains at once. Check shows first what would change. Either all rows are imported or none.',
  exports: { csv: 'Export CSV', ndjson: 'Export NDJSON' },
  drop: 'Drop a CSV or NDJSON file here',
  paste: 'Rows',
  pasteHelp: 'Or paste rows here, with the header line first.',
  fileChosen: (name: string) => `From ${name}`,
  check: 'Check without importing',
  assign: 'Choose the columns',
  import: 'Import',
  progress: 'Upload',
  rowsProgress: 'Rows',
  rowsDone: (done: number, all: number) =>
    `${number(done)} of ${number(all)} rows. The import goes on if you leave this page.`,
  wouldImport: (rows: number) =>
    plural(rows, { one: 'The row can be imported', other: 'All # rows can be imported' }),
  imported: (rows: number) => plural(rows, { one: '# row was imported', other: '# rows were imported' }),
  counts: ({ created, updated, unchanged }: { created: number; updated: number; unchanged: number }) =>
    `${number(created)} new, ${number(updated)} changed, ${number(unchanged)} unchanged.`,
  toList: 'Go to the list',
  columnsTitle: 'Columns of a CSV file',
  columnsHelp:
    'A header line, then one line per domain. Existing domains of the same kind are updated. Files that Excel saves as CSV can be used as they are, with headings in English, German or French. NDJSON files, as this page exports them, can be imported too.',
  columns: [
    ['domain', 'Required. What follows the @ in an address.'],
    ['kind', 'imap or exchange. Without this column, the servers or the URL of a line decide.'],
    ['imapHost, imapPort', 'Required for imap: the incoming server.'],
    ['smtpHost, smtpPort', 'Required for imap: the outgoing server.'],
    ['imapTls, smtpTls', 'implicit or starttls. Required for an unusual port.'],
    ['allowNonSecureCertificate', 'true or false. An empty cell means false.'],
    ['exchangeUrl', 'Required for exchange.'],
  ],
  useExample: 'Fill in an example',
  example: `domain,kind,imapHost,imapPort,imapTls,smtpHost,smtpPort,smtpTls,allowNonSecureCertificate,exchangeUrl
example.com,imap,imap.example.com,993,implicit,smtp.example.com,465,implicit,false,
example.org,exchange,,,,,,,,https://mail.example.org/EWS/Exchange.asmx`,
  problems: {
    title: 'Lines to correct',
    columns: ['Line', 'Field', 'What is wrong', 'Suggestion'],
    more: (count: number) => `Show ${number(count)} more`,
    applyAll: (count: number) => `Use all ${number(count)} suggestions`,
    applied: (value: string, rows: number) =>
      rows === 1
        ? `${value} is filled in`
        : `${value} is filled in, in ${number(rows)} lines with this mistake`,
    correction: (field: string, line: string) => `${field} in line ${line}`,
    correct: 'Put it in',
    leaveOut: 'Leave the line out',
    ofLine: (line: string) => `line ${line}`,
    leftOut: 'The line is left out',
    actions: 'Actions',
    again: 'The corrections are in the rows above, and not in your file. Check again to see what is left.',
  },
  mapping: {
    title: 'Which column is which?',
    help: 'Not all headings are known. Choose what each column is; a guess is filled in where the values show it.',
    columns: ['Column', 'Heading', 'First values', 'What it is'],
    noHeading: 'no heading',
    noValue: 'no value',
    leaveOut: 'Leave out',
    choose: (place: string) => `What column ${place} is`,
    submit: 'Check with these columns',
    needed: 'Choose a column for the domain, and at least one for the servers or the Exchange URL.',
  },
  preview: {
    title: 'What would change',
    columns: ['Line', 'Domain', 'Change', 'Old and new values'],
    created: 'New',
    updated: 'Changed',
    server: ({ tls, ...server }: MailServer) => `${hostAndPort(server)} ${tlsModes[tls]}`,
    more: (count: number) => `and ${number(count)} more`,
  },
  verification: {
    title: 'Verification of all domains',
    progress: 'Domains that have been verified',
    counts: (passed: number, failed: number, waiting: number) =>
      `${number(passed)} verified, ${number(failed)} failed, ${plural(waiting, { one: '# waits', other: '# wait' })}.`,
    toFailed: 'Show the failed ones',
  },
};
