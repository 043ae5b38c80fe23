import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Client } from 'pg';
import type { BrowserContext, Page } from 'playwright-core';
import { describeWith } from '../environment/describe-with.js';
import { axeViolations } from './axe-violations.js';
import { germanDomain, germanTable, mistakenLines, windows1252 } from './german-table.js';
import { signedInContext } from './open-view.js';
import { startConsole, type ConsoleStack } from './start-console.js';

// cspell:ignore domaines köln söhne

/** The rows of the table from Excel; `TEST_IMPORT_ROWS=10000` is the long form of the journey. */
const rows = Number(process.env['TEST_IMPORT_ROWS'] ?? 40);
const longestMs = 60_000 + rows * 60;
/** All domains are on one host, which may have only some connections at a time. */
const verifiedMs = 60_000 + rows * 200;

let console: ConsoleStack;
let context: BrowserContext;
let page: Page;

const count = (number: number) => number.toLocaleString('en');
const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true });
const choose = (label: string, name: string, buffer: Buffer) =>
  page
    .getByLabel(label, { exact: true })
    .locator('xpath=self::input')
    .setInputFiles({ name, mimeType: 'text/csv', buffer });

describeWith(['chromium', 'dovecot', 'postfix', 'openssl', 'root'], 'the import of a table', () => {
  beforeAll(async () => {
    console = await startConsole();
    context = await signedInContext(console, 'super-admin');
  }, 90_000);
  afterAll(() => console.stop());

  // cspell:disable
  test(
    'a table from German Excel is imported, verified and repaired with clicks in a German console',
    async () => {
      const { imapsPort, submissionsPort, closedPort } = console.mail;
      const ports = { imaps: imapsPort, submissions: submissionsPort, closed: closedPort };
      const number = (value: number) => value.toLocaleString('de');
      page = await (await signedInContext(console, 'super-admin', { language: 'de' })).newPage();
      await page.goto('/settings/import');
      await choose('Datei auswählen', 'Kunden.csv', windows1252(germanTable(rows, ports)));
      await button('Prüfen, ohne zu importieren').click();

      // The customer's column is the only one that Postern does not know.
      const columns = page.getByRole('region', { name: 'Welche Spalte ist welche?' });
      await columns.getByText('Müller & Söhne; Köln').waitFor();
      const fields = columns.getByRole('combobox');
      expect(await fields.evaluateAll((all) => all.map((one) => (one as HTMLSelectElement).value))).toEqual([
        '',
        'domain',
        'imapHost',
        'imapPort',
        'imapTls',
        'smtpHost',
        'smtpPort',
        'smtpTls',
        'allowNonSecureCertificate',
      ]);
      expect(await axeViolations(page)).toEqual([]);
      await button('Mit diesen Spalten prüfen').click();

      const problems = page.getByRole('table', { name: 'Zu korrigierende Zeilen' });
      await problems.waitFor({ timeout: longestMs });
      // The first 200 mistakes are shown at once.
      const mistaken = mistakenLines(rows);
      expect(await problems.getByRole('row').count()).toBe(1 + Math.min(200, 3 + mistaken));
      expect(await axeViolations(page)).toEqual([]);
      const line = (at: number) =>
        problems.getByRole('row').filter({ has: page.getByRole('cell', { name: String(at), exact: true }) });
      await button('Alle 2 Vorschläge übernehmen').click();
      await line(3)
        .getByText(`${germanDomain(1)} ist eingetragen`)
        .waitFor();
      await line(4).getByText('127.0.0.1 ist eingetragen').waitFor();
      await line(5).getByRole('textbox').fill('SSL');
      await line(5)
        .getByRole('button', { name: /^Eintragen/ })
        .click();
      // One correction is enough for every line with the same mistake, whether it is listed or not.
      await line(25)
        .getByText(`SSL ist eingetragen, in ${number(mistaken)} Zeilen mit diesem Fehler`)
        .waitFor();
      await button('Prüfen, ohne zu importieren').click();
      await problems.getByRole('row').nth(2).waitFor({ state: 'detached', timeout: longestMs });
      await line(rows + 2)
        .getByRole('button', { name: /^Zeile auslassen/ })
        .click();
      await button('Prüfen, ohne zu importieren').click();

      await page
        .getByText(`Alle ${number(rows)} Zeilen können importiert werden`)
        .waitFor({ timeout: longestMs });
      await page.getByText(`${number(rows)} neu, 0 geändert, 0 unverändert.`).waitFor();
      const preview = page.getByRole('table', { name: 'Was sich ändern würde' });
      await preview
        .getByRole('row')
        .filter({ hasText: germanDomain(1) })
        .getByText('Neu')
        .waitFor();
      expect((await console.stack.call<{ data: object[] }>('GET', '/v1/mail-settings')).data).toEqual([]);
      await button('Importieren').click();
      await page.getByText(`${number(rows)} Zeilen wurden importiert`).waitFor({ timeout: longestMs });

      const verification = page.getByRole('region', { name: 'Prüfung aller Domains' });
      await verification
        .getByText(`${number(rows - 1)} in Ordnung, 1 fehlgeschlagen, 0 warten.`)
        .waitFor({ timeout: verifiedMs });
      await verification.getByRole('link', { name: 'Fehlgeschlagene anzeigen' }).click();
      await page.getByText(germanDomain(4)).first().waitFor();
      await page.getByText('1 Domain angezeigt').waitFor();
    },
    longestMs * 3 + verifiedMs,
  );

  // cspell:enable
  test(
    'the preview of a changed table shows old and new values, and the rest as unchanged',
    async () => {
      const { imapsPort, submissionsPort, closedPort } = console.mail;
      const row = (index: number, port: number) =>
        `${germanDomain(index)};127.0.0.1;${port};SSL;127.0.0.1;${submissionsPort};SSL`;
      const table = (...lines: string[]) =>
        ['Domaine;Serveur IMAP;Port IMAP;Sécurité IMAP;Serveur SMTP;Port SMTP;Sécurité SMTP', ...lines].join(
          '\r\n',
        );
      page = await context.newPage();
      await page.goto('/settings/import');
      // As “CSV UTF-8” of Excel: with a byte order mark.
      await choose(
        'Choose a file',
        'Domaines.csv',
        Buffer.from(`\ufeff${table(row(4, imapsPort), row(5, imapsPort))}`),
      );
      await button('Check without importing').click();
      await page.getByText('0 new, 1 changed, 1 unchanged.').waitFor();
      const changed = page.getByRole('table', { name: 'What would change' }).getByRole('row').nth(1);
      await changed.getByText('Changed').waitFor();
      expect([
        await changed.getByRole('deletion').allTextContents(),
        await changed.getByRole('insertion').allTextContents(),
      ]).toEqual([[String(closedPort)], [String(imapsPort)]]);
      await button('Import').click();
      await page.getByText('2 rows were imported').waitFor();
      await page.getByText(`${count(rows)} verified, 0 failed, 0 wait.`).waitFor({ timeout: longestMs });
    },
    longestMs,
  );

  test(
    'an import that takes long shows how many rows are done, and its end',
    async () => {
      const { account } = await console.stack.call<{ account: { id: string } }>('GET', '/v1/me');
      // Another process that imports into the account holds this lock, and this import waits for it.
      const other = new Client({ connectionString: console.databaseUrl });
      await other.connect();
      try {
        await other.query(`select pg_advisory_lock(hashtextextended('import ' || $1, 0))`, [account.id]);
        await page.goto('/settings/import');
        await page
          .getByLabel('Rows', { exact: true })
          .fill('domain,exchangeUrl\nlong.example.net,https://127.0.0.1/EWS/Exchange.asmx');
        await button('Import').click();
        await page.getByText('0 of 1 rows. The import goes on if you leave this page.').waitFor();
        // At 0 % the bar has no width.
        await page.getByRole('progressbar', { name: 'Rows' }).waitFor({ state: 'attached' });
      } finally {
        await other.end();
      }
      await page.getByText('1 row was imported').waitFor();
    },
    longestMs,
  );

  test('the audit log is searched by parts of domains in any case and spelling, and by names of tokens', async () => {
    const found = page.getByRole('list').getByRole('listitem');
    await page.goto('/audit');
    for (const [search, text] of [
      ['KUNDE7.Exam', 'kunde7.example.net'],
      ['Bücher10.', 'bücher10.example.net'],
      ['xn--BCHER10', 'bücher10.example.net'],
      ['TEST super', 'by Test super-admin'],
    ] as const) {
      await page.getByLabel('Search', { exact: true }).fill(search);
      await found.filter({ hasNotText: text }).first().waitFor({ state: 'detached' });
      await found.filter({ hasText: text }).first().waitFor();
    }
    await page.getByLabel('Search', { exact: true }).fill('nothing like it');
    await page.getByText('There are no changes').waitFor();
  });
});
