import { expect, test } from '@jest/globals';
import { stringify } from 'csv-stringify/sync';
import { csvToInput } from './csv-row.js';

test.each(['=cmd()', '+1', '-1', '@x', '\tx', '\rx'])(
  'the cell %j leaves inert, and comes back as it was',
  (cell) => {
    const [inert] = stringify([[cell]], { escape_formulas: true, quoted: false }).split('\n');
    expect(inert!.replace(/^"/, '')).toMatch(/^'/);
    expect(csvToInput({ domain: `'${cell}` })).toEqual({ domain: cell });
  },
);

test('a quote that guards no formula stays', () => {
  expect(csvToInput({ domain: "'example.com" })).toEqual({ domain: "'example.com" });
});

test('an empty cell is a field left out; what is no number stays for the schema to refuse', () => {
  expect(
    csvToInput({ domain: ' example.com ', kind: 'imap', imapPort: 'x1', smtpPort: '465', exchangeUrl: '' }),
  ).toEqual({
    domain: 'example.com',
    kind: 'imap',
    imap: { port: 'x1' },
    smtp: { port: 465 },
  });
});
