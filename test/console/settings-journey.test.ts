import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { MailSettings } from '@postern/core/mail-settings';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { waitUntil } from '../environment/wait-until.js';
import { describeWith } from '../environment/describe-with.js';
import {
  testEarlierSearch,
  testFindingRuins,
  testFindingServers,
  testFoundRuins,
  testFindingExchange,
  testFindingSettings,
  testPublishedServers,
} from './finding-servers.js';
import { fillImapForm } from './fill-imap-form.js';
import { signedInContext } from './open-view.js';
import { startConsole, type ConsoleStack } from './start-console.js';

const list = '/settings/objects/activities';
let console: ConsoleStack;
let context: BrowserContext;
let page: Page;

beforeEach(async () => {
  if (console === undefined) return;
  context = await signedInContext(console, 'super-admin');
  page = await context.newPage();
});
afterEach(() => context?.close());

const panel = () => page.getByRole('dialog');
const field = (label: string) => panel().getByLabel(label, { exact: true });
const state = (word: string): Locator =>
  panel().getByRole('region', { name: 'Verification' }).getByText(word, { exact: true }).first();

const fillImap = (domain: string, imapPort: number, smtpPort: number) =>
  fillImapForm(panel(), domain, imapPort, smtpPort);

/** Adds settings through the API and waits until their verification has ended. */
async function configure(
  domain: string,
  imapPort: number,
  smtpPort: number,
  changes: object = {},
): Promise<MailSettings> {
  const server = (port: number) => ({ host: '127.0.0.1', port, tls: 'implicit' });
  const body = { domain, kind: 'imap', imap: server(imapPort), smtp: server(smtpPort), ...changes };
  const saved = await console.stack.call<MailSettings>('POST', '/v1/mail-settings', body);
  await console.stack.settled(saved.verification.id!);
  return saved;
}

describeWith(
  ['chromium', 'dovecot', 'postfix', 'openssl', 'root'],
  'configuring mail settings in the console',
  () => {
    beforeAll(async () => {
      console = await startConsole();
    }, 240_000);
    afterAll(() => console.stop());

    testFindingSettings(() => console);
    testFindingExchange(() => console);
    testEarlierSearch(() => console);
    testFindingRuins(() => console);
    testPublishedServers(() => console);
    testFindingServers(() => console);
    testFoundRuins(() => console);

    test('R10 R25 B2 a failure names the wrong port, its button focuses the field, and Update saves the corrected port', async () => {
      const { imapsPort, submissionsPort, closedPort } = console.mail;
      await configure('wrong.example.com', imapsPort, closedPort);
      await page.goto(list);
      await page.getByRole('button', { name: 'Edit wrong.example.com' }).click();
      await panel().getByText(`127.0.0.1 refuses connections on port ${closedPort}`).first().waitFor();
      await panel().getByRole('button', { name: 'Go to the SMTP port' }).click();
      const focused = page.locator('input:focus');
      expect(await focused.inputValue()).toBe(String(closedPort));
      await focused.fill(String(submissionsPort));
      const changes = panel().getByRole('table', { name: 'What changes' }).getByRole('row');
      expect((await changes.allInnerTexts()).map((row) => row.split(/\s*\t\s*/))).toEqual([
        ['Field', 'Saved', 'New'],
        ['SMTP port', String(closedPort), String(submissionsPort)],
      ]);
      await panel().getByRole('button', { name: 'Update' }).click();
      await state('Verified').waitFor();
      await panel().getByRole('listitem').filter({ hasText: 'After saving' }).nth(1).waitFor();
    });

    test('of two servers that fail, each says what to do and leads to its field', async () => {
      const { closedPort } = console.mail;
      await configure('both.example.com', closedPort, console.mail.imapsPort);
      await page.goto(`${list}?panel=edit&domain=both.example.com`);
      const alerts = panel().getByRole('alert');
      await alerts.filter({ hasText: `refuses connections on port ${closedPort}` }).waitFor();
      await alerts.getByRole('button', { name: 'Go to the IMAP port' }).waitFor();
      await alerts.getByRole('button', { name: 'Go to the SMTP port' }).click();
      expect(await page.locator('input:focus').inputValue()).toBe(String(console.mail.imapsPort));
    });

    test('servers that were exchanged are swapped with one click', async () => {
      const { imapsPort, submissionsPort } = console.mail;
      await configure('exchanged.example.com', submissionsPort, imapsPort);
      await page.goto(`${list}?panel=edit&domain=exchanged.example.com`);
      await panel().getByRole('button', { name: 'Swap the servers' }).click();
      expect(await field('IMAP port').inputValue()).toBe(String(imapsPort));
      expect(await field('SMTP port').inputValue()).toBe(String(submissionsPort));
      await panel().getByRole('button', { name: 'Update' }).click();
      await state('Verified').waitFor();
      expect(await panel().getByRole('button', { name: 'Swap the servers' }).count()).toBe(0);
    });

    test('R4 the form’s TLS mode is implicit at first, changes with a well-known port and stays with another port', async () => {
      await page.goto(`${list}?panel=new-imap`);
      const mode = field('IMAP TLS mode');
      expect(await mode.inputValue()).toBe('implicit');
      await field('IMAP port').fill('143');
      expect(await mode.inputValue()).toBe('starttls');
      await field('IMAP port').fill('10993');
      expect(await mode.inputValue()).toBe('starttls');
      await field('IMAP port').fill('993');
      expect(await mode.inputValue()).toBe('implicit');
    });

    test('R3 an email address entered as a domain is refused beside the field, and one click corrects it', async () => {
      await page.goto(`${list}?panel=new-exchange`);
      await field('Domain name').fill('jane@repair.example.com');
      await field('Exchange URL').fill('https://mail.example.com');
      await page.getByRole('button', { name: 'Add Exchange settings' }).click();
      await panel().getByRole('button', { name: 'Use repair.example.com' }).click();
      await panel().getByRole('button', { name: 'Use https://mail.example.com/EWS/Exchange.asmx' }).click();
      expect(await field('Domain name').inputValue()).toBe('repair.example.com');
      expect(await field('Exchange URL').inputValue()).toBe('https://mail.example.com/EWS/Exchange.asmx');
    });

    test('R3 a public suffix is refused beside the field, and is added once it is confirmed', async () => {
      await page.goto(`${list}?panel=new-exchange`);
      await field('Domain name').fill('mil.no');
      await field('Exchange URL').fill('https://mail.example.com/EWS/Exchange.asmx');
      await page.getByRole('button', { name: 'Add Exchange settings' }).click();
      await panel().getByText('Other people register domains under this one').waitFor();
      await field('This domain has mailboxes').check();
      await page.getByRole('button', { name: 'Add Exchange settings' }).click();
      await panel().getByRole('button', { name: 'Update' }).waitFor();
      const saved = await console.stack.call<MailSettings>('GET', '/v1/mail-settings/mil.no');
      expect(saved).toMatchObject({ domain: 'mil.no', kind: 'exchange' });
      // Changed settings are saved without another question.
      await field('Exchange URL').fill('https://other.example.com/EWS/Exchange.asmx');
      await panel().getByRole('button', { name: 'Update' }).click();
      await panel().getByText('The settings are saved.').waitFor({ state: 'attached' });
    });

    test('a confirmation is asked again for another public suffix', async () => {
      await page.goto(`${list}?panel=new-exchange`);
      await field('Exchange URL').fill('https://mail.example.com/EWS/Exchange.asmx');
      for (const domain of ['gov.in', 'sa.gov.au']) {
        await field('Domain name').fill(domain);
        expect(await field('This domain has mailboxes').count()).toBe(0);
        await page.getByRole('button', { name: 'Test without saving' }).click();
        await field('This domain has mailboxes').check();
      }
    });

    test('R6 R7 adding IMAP settings for a domain with Exchange settings offers to open the existing settings', async () => {
      const url = `https://127.0.0.1:${console.mail.exchangePort}/EWS/Exchange.asmx`;
      await page.goto(list);
      await page.getByRole('button', { name: 'Add Exchange settings' }).click();
      await field('Domain name').fill('office.example.org');
      await field('Exchange URL').fill(url);
      await page.getByRole('button', { name: 'Add Exchange settings' }).click();
      await state('Verified').waitFor();
      await panel().getByRole('button', { name: 'Close' }).click();
      await page.getByRole('button', { name: 'Add IMAP settings' }).click();
      await fillImap('office.example.org', console.mail.imapsPort, console.mail.submissionsPort);
      await page.getByRole('button', { name: 'Add IMAP settings' }).click();
      await panel().getByText('office.example.org already has Exchange settings').waitFor();
      await panel().getByRole('button', { name: 'Open the existing settings' }).click();
      expect(await field('Exchange URL').inputValue()).toBe(url);
    });

    test('R7 Exchange settings are replaced by IMAP settings in one request, and Undo brings them back', async () => {
      const url = `https://127.0.0.1:${console.mail.exchangePort}/EWS/Exchange.asmx`;
      const body = { domain: 'moved.example.org', kind: 'exchange', exchange: { url } };
      const before = await console.stack.call<MailSettings>('POST', '/v1/mail-settings', body);
      await page.goto(`${list}?panel=edit&domain=moved.example.org`);
      await panel().getByRole('button', { name: 'Replace by IMAP settings' }).click();
      const { imapsPort, submissionsPort } = console.mail;
      await fillImapForm(panel(), null, imapsPort, submissionsPort);
      const changes = panel().getByRole('table', { name: 'What changes' });
      await changes.getByRole('row', { name: `Exchange URL ${url} nothing` }).waitFor();
      const writes: string[] = [];
      page.on('request', (request) => void (request.method() === 'GET' || writes.push(request.url())));
      await panel().getByRole('button', { name: 'Replace by IMAP settings' }).click();
      await panel().getByText('The Exchange settings of moved.example.org are replaced.').waitFor();
      expect(await field('IMAP port').inputValue()).toBe(String(imapsPort));
      expect(writes.map((address) => new URL(address).pathname)).toEqual([
        '/v1/mail-settings/moved.example.org/replace',
      ]);
      await panel().getByRole('button', { name: 'Undo' }).click();
      await field('Exchange URL').waitFor();
      expect(await field('Exchange URL').inputValue()).toBe(url);
      const after = await console.stack.call<MailSettings>('GET', '/v1/mail-settings/moved.example.org');
      expect(after).toMatchObject({ kind: 'exchange', exchange: { url }, revision: before.revision + 2 });
    });

    test('an admin can replace changes that somebody else made to the settings in the meantime', async () => {
      const { imapsPort, submissionsPort } = console.mail;
      const saved = await configure('shared.example.com', imapsPort, submissionsPort);
      await page.goto(`${list}?panel=edit&domain=shared.example.com`);
      await field('SMTP port').waitFor();
      const { kind, imap, smtp } = saved as Extract<MailSettings, { kind: 'imap' }>;
      const theirs = { domain: saved.domain, kind, imap, smtp: { ...smtp, port: console.mail.closedPort } };
      await console.stack.call('PUT', '/v1/mail-settings/shared.example.com', theirs);
      await field('IMAP port').fill(String(console.mail.imapPort));
      await field('IMAP TLS mode').selectOption('starttls');
      await panel().getByRole('button', { name: 'Update' }).click();
      await panel().getByText('Somebody changed these settings in the meantime').waitFor();
      await panel().getByRole('button', { name: 'Replace them with mine' }).click();
      const read = () => console.stack.call<typeof saved>('GET', '/v1/mail-settings/shared.example.com');
      await waitUntil(async () => (await read()).revision === 3);
      expect(await read()).toMatchObject({
        imap: { port: console.mail.imapPort, tls: 'starttls' },
        smtp: { port: submissionsPort },
      });
    });

    test('R5 a pinned certificate that changes fails every verification until an admin trusts the new one', async () => {
      const { selfSignedImapPort, selfSignedSmtpPort } = console.mail;
      await configure('pinned.example.org', selfSignedImapPort, selfSignedSmtpPort, {
        allowNonSecureCertificate: true,
      });
      console.mail.replaceCertificate();
      await page.goto(`${list}?panel=edit&domain=pinned.example.org`);
      await panel().getByText('Only this certificate is accepted').first().waitFor();
      await panel().getByRole('button', { name: 'Verify again' }).click();
      await state('Failed').waitFor();
      await panel()
        .getByText('sends a different certificate from the one that was accepted')
        .first()
        .waitFor();
      for (const endpoint of ['Incoming (IMAP)', 'Outgoing (SMTP)']) {
        const card = panel().getByRole('region', { name: endpoint });
        await card.getByRole('button', { name: 'Trust this certificate' }).click();
        await card.getByRole('button', { name: 'It is the same: trust it' }).click();
        await card.getByRole('button', { name: 'It is the same: trust it' }).waitFor({ state: 'detached' });
      }
      await state('Verified').waitFor();
    });

    test('Test without saving shows the result of the verification and stores no settings', async () => {
      await page.goto(`${list}?panel=new-imap`);
      await fillImap('test.example.com', console.mail.imapsPort, console.mail.submissionsPort);
      await panel().getByRole('button', { name: 'Test without saving' }).click();
      await panel().getByRole('region', { name: 'Test result' }).getByText('Every step passed').waitFor();
      expect((await console.stack.fetch('/v1/mail-settings/test.example.com')).status).toBe(404);
    });

    test.each<[string, (page: Page) => Promise<unknown>]>([
      ['Escape', (opened) => opened.keyboard.press('Escape')],
      ['a click outside', (opened) => opened.mouse.click(20, 400)],
      ['the close button', () => panel().getByRole('button', { name: 'Close' }).first().click()],
      ['Back', (opened) => opened.evaluate(() => history.back())],
    ])('leaving the settings panel with unsaved input by %s asks first', async (_, leave) => {
      await page.goto(list);
      await page.getByRole('button', { name: 'Add IMAP settings' }).click();
      await field('Domain name').fill('typed.example.com');
      await leave(page);
      await page.getByRole('button', { name: 'Stay here' }).click();
      expect(await field('Domain name').inputValue()).toBe('typed.example.com');
      expect(page.url()).toContain('panel=new-imap');
      await leave(page);
      await page.getByRole('button', { name: 'Leave without saving' }).click();
      await panel().waitFor({ state: 'detached' });
      expect(page.url()).not.toContain('panel');
    });

    test.each<[string, string, (page: Page) => Promise<unknown>]>([
      ['a link', 'IP allowlist', (opened) => opened.getByRole('link', { name: 'IP allowlist' }).click()],
      [
        'Sign out',
        'Sign in to Postern',
        (opened) => opened.getByRole('button', { name: 'Sign out' }).click(),
      ],
      ['Back', 'Activities', (opened) => opened.evaluate(() => history.back())],
    ])('leaving a page with unsaved input by “%s” asks first', async (_, next, leave) => {
      await page.goto(list);
      await page.getByRole('link', { name: 'Connect my email' }).click();
      const email = page.getByLabel('Email address', { exact: true });
      await email.fill('jane@typed.example.com');
      await leave(page);
      await page.getByRole('button', { name: 'Stay here' }).click();
      expect(await email.inputValue()).toBe('jane@typed.example.com');
      await leave(page);
      await page.getByRole('button', { name: 'Leave without saving' }).click();
      await page.getByRole('heading', { name: next, exact: true }).first().waitFor();
    });

    test('closing the browser tab asks only if there is unsaved input', async () => {
      const questions: string[] = [];
      page.on('dialog', (dialog) => {
        questions.push(dialog.type());
        void (questions.length === 1 ? dialog.dismiss() : dialog.accept());
      });
      await page.goto('/connect');
      const email = page.getByLabel('Email address', { exact: true });
      await email.waitFor();
      await page.reload();
      expect(questions).toEqual([]);
      await email.fill('jane@typed.example.com');
      await page.close({ runBeforeUnload: true });
      await waitUntil(async () => questions.length === 1);
      expect(await email.inputValue()).toBe('jane@typed.example.com');
      const closed = page.waitForEvent('close');
      await page.close({ runBeforeUnload: true });
      await closed;
      expect(questions).toEqual(['beforeunload', 'beforeunload']);
    });

    test('leaving does not ask if the input was saved, filled in by Postern or changed back', async () => {
      const { imapsPort, submissionsPort } = console.mail;
      await configure('kept.example.com', imapsPort, submissionsPort);
      await page.goto(`${list}?panel=edit&domain=kept.example.com`);
      await field('IMAP port').fill('143');
      await field('IMAP port').fill(String(imapsPort));
      await field('IMAP TLS mode').selectOption('implicit');
      await page.keyboard.press('Escape');
      await panel().waitFor({ state: 'detached' });
      await page.getByRole('link', { name: 'Connect my email' }).click();
      await page.getByLabel('Email address', { exact: true }).waitFor();
      await page.getByRole('link', { name: 'IP allowlist' }).click();
      await page.getByRole('heading', { name: 'IP allowlist' }).waitFor();
      await page.goto(`${list}?panel=new-imap`);
      await fillImap('saved.example.com', imapsPort, submissionsPort);
      await page.getByRole('button', { name: 'Add IMAP settings' }).click();
      await panel().getByRole('heading', { name: 'saved.example.com' }).waitFor();
      await field('SMTP port').fill(String(console.mail.closedPort));
      await panel().getByRole('button', { name: 'Update' }).click();
      await panel().getByRole('listitem').filter({ hasText: 'After saving' }).nth(1).waitFor();
      await page.keyboard.press('Escape');
      await panel().waitFor({ state: 'detached' });
    });

    test('a deletion can be undone', async () => {
      await configure('undone.example.com', console.mail.imapsPort, console.mail.submissionsPort);
      await page.goto(`${list}?search=undone`);
      await page.getByRole('button', { name: 'Delete undone.example.com' }).click();
      await page.getByRole('button', { name: 'Delete settings' }).click();
      await page.getByText('Nothing matches').waitFor();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByRole('link', { name: 'undone.example.com' }).waitFor();
      await page.getByText('are deleted').waitFor({ state: 'detached' });
      const restored = await console.stack.call<MailSettings>('GET', '/v1/mail-settings/undone.example.com');
      expect(restored).toMatchObject({ origin: 'admin', imap: { port: console.mail.imapsPort } });
    });

    test('deleting settings asks first and then removes their row from the list', async () => {
      await configure('doomed.example.com', console.mail.imapsPort, console.mail.submissionsPort);
      await page.goto(`${list}?search=doomed`);
      await page.getByRole('button', { name: 'Delete doomed.example.com' }).click();
      await page.getByRole('button', { name: 'Delete settings' }).click();
      await page.getByText('Nothing matches').waitFor();
      await page.getByRole('link', { name: 'Show all domains' }).click();
      await page.getByText(/^\d+ domains?, .* failing$/).waitFor();
      expect(await page.getByLabel('Search', { exact: true }).inputValue()).toBe('');
      expect((await console.stack.fetch('/v1/mail-settings/doomed.example.com')).status).toBe(404);
    });
  },
);
