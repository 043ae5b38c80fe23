import { expect, test } from '@jest/globals';
import type { MailSettings } from '@postern/core/mail-settings';
import { Client } from 'pg';
import type { Page } from 'playwright-core';
import { waitUntil } from '../environment/wait-until.js';
import { signedInContext } from './open-view.js';
import type { ConsoleStack } from './start-console.js';

const list = '/settings/objects/activities';

type Who = 'super-admin' | 'member';

async function actAs(stack: ConsoleStack, role: Who, act: (page: Page) => Promise<void>): Promise<void> {
  const context = await signedInContext(stack, role);
  try {
    await act(await context.newPage());
  } finally {
    await context.close();
  }
}

const input = (page: Page, label: string) => page.getByLabel(label, { exact: true });

/** The tests of an admin who looks for the servers of a domain; they need an account without domains. */
export function testFindingSettings(stack: () => ConsoleStack): void {
  const as = (role: Who, act: (page: Page) => Promise<void>) => actAs(stack(), role, act);

  test(
    'R16 a domain is typed, found with one click, saved with a second one, and verified',
    () =>
      as('super-admin', async (page) => {
        await page.goto(list);
        await page.getByText('No domains yet').waitFor();
        await page.goto(`${list}?panel=new-imap`);
        await input(page, 'Domain name').fill('harbour.example');
        await page.getByRole('button', { name: 'Find settings' }).click();
        await page.getByText('Filled in below').waitFor();
        await page
          .getByText('The search for the servers of harbour.example has finished: 1 proposal.')
          .waitFor({
            state: 'attached',
          });
        expect(await input(page, 'IMAP server name').inputValue()).toBe('mail.example.com');
        await page.getByRole('dialog').getByRole('button', { name: 'Add IMAP settings' }).click();
        await page.getByText('Every step passed: users can connect with these servers.').waitFor();
        const saved = await stack().stack.call<MailSettings>('GET', '/v1/mail-settings/harbour.example');
        expect(saved).toMatchObject({
          imap: { host: 'mail.example.com', port: stack().mail.imapsPort, tls: 'implicit' },
          smtp: { host: 'mail.example.com', port: stack().mail.submissionsPort, tls: 'implicit' },
          allowNonSecureCertificate: false,
          discovered: { source: 'autoconfig', trust: 'verified' },
        });
        await page.getByText('The domain itself publishes these servers for mail programs. Found').waitFor();
      }),
    60_000,
  );

  test('R16 what was typed is kept unless the admin agrees, and unsigned answers fill nothing in by themselves', () =>
    as('super-admin', async (page) => {
      await page.goto(`${list}?panel=new-imap`);
      await input(page, 'Domain name').fill('workshop.example');
      await input(page, 'IMAP server name').fill('imap.workshop.example');
      await page.getByRole('button', { name: 'Find settings' }).click();
      await page.getByText('Only unsigned DNS says so').waitFor();
      expect(await input(page, 'SMTP server name').inputValue()).toBe('');
      await page.getByRole('button', { name: 'Use these settings' }).click();
      await page.getByRole('alert').getByText('IMAP server name: imap.workshop.example').waitFor();
      expect(await page.locator('button:focus').innerText()).toBe('Replace what I typed');
      await page.getByRole('button', { name: 'Keep what I typed' }).click();
      expect(await page.locator('input:focus').getAttribute('name')).toBe('imap.host');
      expect(await input(page, 'IMAP server name').inputValue()).toBe('imap.workshop.example');
      expect(await input(page, 'SMTP server name').inputValue()).toBe('mail.example.com');
      await page.getByRole('button', { name: 'Use these settings' }).click();
      await page.getByRole('button', { name: 'Replace what I typed' }).click();
      expect(await input(page, 'IMAP server name').inputValue()).toBe('mail.example.com');
      await page.getByText('Filled in below').waitFor();
    }));
}

/** The test of an admin who looks for the servers of a domain with Exchange in the form for IMAP settings. */
export function testFindingExchange(stack: () => ConsoleStack): void {
  const as = (role: Who, act: (page: Page) => Promise<void>) => actAs(stack(), role, act);

  test('R16 Exchange that is found in the form for IMAP settings opens the form for Exchange settings', () =>
    as('super-admin', async (page) => {
      await page.goto(`${list}?panel=new-imap`);
      await input(page, 'Domain name').fill('office.example');
      await page.getByRole('button', { name: 'Find settings' }).click();
      await page.getByRole('button', { name: 'Use these settings' }).click();
      await page.getByRole('heading', { name: 'New Exchange settings' }).waitFor();
      const url = `https://mail.example.com:${stack().mail.exchangePort}/EWS/Exchange.asmx`;
      expect(await page.locator('input:focus').inputValue()).toBe(url);
      expect(await input(page, 'Domain name').inputValue()).toBe('office.example');
    }));
}

/** The test of an admin who types another domain while a search runs. */
export function testEarlierSearch(stack: () => ConsoleStack): void {
  const as = (role: Who, act: (page: Page) => Promise<void>) => actAs(stack(), role, act);

  test('R16 the answer to an earlier search is not shown for another domain', () =>
    as('super-admin', async (page) => {
      const gate = Promise.withResolvers<void>();
      await page.route('**/v1/discoveries', async (route) => {
        await gate.promise;
        await route.continue();
      });
      const domain = input(page, 'Domain name');
      await page.goto(`${list}?panel=new-imap`);
      await domain.fill('workshop.example');
      await page.getByRole('button', { name: 'Find settings' }).click();
      await domain.fill('elsewhere.example');
      const answered = page.waitForResponse('**/v1/discoveries');
      gate.resolve();
      await (await answered).finished();
      await page.getByRole('button', { name: 'Find settings' }).and(page.locator(':enabled')).waitFor();
      expect(await page.getByText('Only unsigned DNS says so').count()).toBe(0);
      expect(await page.getByRole('button', { name: 'Use these settings' }).count()).toBe(0);
      await domain.fill('workshop.example');
      await page.getByText('Only unsigned DNS says so').waitFor();
    }));
}

/** The test of an admin who finds servers that refuse connections. */
export function testFindingRuins(stack: () => ConsoleStack): void {
  test.each([
    ['the domain itself', 'ruin.example', 'mail.example.com'],
    ['a public list', 'gmail.com', 'imap.gmail.com'],
  ])(
    'R16 servers of %s whose check fails are not filled in by themselves, and can be used all the same',
    (_, domain, host) =>
      actAs(stack(), 'super-admin', async (page) => {
        await page.goto(`${list}?panel=new-imap`);
        await input(page, 'Domain name').fill(domain);
        await page.getByRole('button', { name: 'Find settings' }).click();
        await page.getByRole('button', { name: 'Use these settings anyway' }).waitFor();
        await waitUntil(async () => (await input(page, 'IMAP server name').inputValue()) === '');
        await page.getByRole('button', { name: 'Use these settings anyway' }).click();
        expect(await input(page, 'IMAP server name').inputValue()).toBe(host);
      }),
    60_000,
  );
}

/** The test of an admin whose provider publishes other servers than those of harbour.example. */
export function testPublishedServers(stack: () => ConsoleStack): void {
  const as = (role: Who, act: (page: Page) => Promise<void>) => actAs(stack(), role, act);

  test('R16 the weekly search finds other servers of the provider, and the admin reviews and saves them', async () => {
    const { mail, stack: running, databaseUrl } = stack();
    const path = '/v1/mail-settings/harbour.example';
    const server = (port: number) => ({ host: 'mail.example.com', port, tls: 'starttls' });
    const old = { imap: server(mail.imapPort), smtp: server(mail.submissionPort) };
    await running.call('PUT', path, { domain: 'harbour.example', kind: 'imap', ...old });
    const database = new Client({ connectionString: databaseUrl });
    await database.connect();
    await database.query(`update account_search set next_at = now()`);
    await database.end();
    const hints = async () => (await running.call<{ data: unknown[] }>('GET', `${path}/hints`)).data;
    await waitUntil(async () => (await hints()).length === 1, 30_000);
    await as('super-admin', async (page) => {
      await page.goto('/');
      await page.getByRole('link', { name: '1 Other servers published' }).click();
      await page.getByRole('button', { name: 'Edit harbour.example' }).click();
      await page.getByText('Your provider now publishes other servers').waitFor();
      const differing = page.getByRole('table', { name: 'Saved and published' });
      await differing.getByText(String(mail.imapsPort)).waitFor();
      expect(await input(page, 'IMAP port').inputValue()).toBe(String(mail.imapPort));
      await page.getByRole('button', { name: 'Review the change' }).click();
      expect(await input(page, 'IMAP port').inputValue()).toBe(String(mail.imapsPort));
      await page.getByRole('table', { name: 'What changes' }).getByText(String(mail.imapsPort)).waitFor();
      await page.getByRole('button', { name: 'Update' }).click();
      await page.getByText('Your provider now publishes other servers').waitFor({ state: 'detached' });
      await page.getByText('The domain itself publishes these servers for mail programs. Found').waitFor();
    });
    const saved = await running.call<MailSettings>('GET', path);
    expect(saved).toMatchObject({ imap: { port: mail.imapsPort }, discovered: { source: 'autoconfig' } });
  }, 60_000);
}

/** The test of a colleague whose domain nobody has set up. */
export function testFindingServers(stack: () => ConsoleStack): void {
  const as = (role: Who, act: (page: Page) => Promise<void>) => actAs(stack(), role, act);

  test('R16 R9 a colleague types an address, sees whose servers were found, types the password and is connected', async () => {
    await stack().stack.call('DELETE', '/v1/mail-settings/harbour.example');
    await as('member', async (page) => {
      await page.goto('/connect');
      await input(page, 'Email address').fill('jane@harbour.example');
      await page.getByText('Nobody has set up harbour.example yet').waitFor();
      // The address is finished when its field is left; nobody asks for it before.
      await page.keyboard.press('Tab');
      const found = page.getByRole('listitem').filter({ hasText: 'The domain itself names these servers.' });
      await found.getByText('example.com', { exact: true }).waitFor();
      await found.getByText('They answer as they should.').waitFor();
      // The places are folded, because there is a proposal.
      const place = page.getByText('The domain’s own list for mail programs: found');
      expect(await place.isVisible()).toBe(false);
      await page.getByText('places were asked').click();
      await place.waitFor();
      expect(await input(page, 'Password').isVisible()).toBe(false);
      await page.getByRole('button', { name: 'Use these servers' }).click();
      await page.getByText('Your password will be sent to servers of').waitFor();
      expect(await page.locator('input:focus').getAttribute('name')).toBe('credentials.password');
      await page.getByRole('button', { name: 'I log in with another name' }).click();
      await input(page, 'User name').fill('jane@example.com');
      await input(page, 'Password').fill('password');
      await page.getByRole('button', { name: 'Connect', exact: true }).click();
      await page.getByText('jane@harbour.example is connected').waitFor();
    });
    const attempt = await stack().stack.call<MailSettings>('GET', '/v1/mail-settings/harbour.example');
    expect(attempt).toMatchObject({
      origin: 'attempt',
      imap: { host: 'mail.example.com' },
      discovered: { source: 'autoconfig', trust: 'verified' },
    });
  }, 60_000);
}

/** The test of a colleague whose domain publishes servers that refuse connections. */
export function testFoundRuins(stack: () => ConsoleStack): void {
  test('R16 found servers that do not answer say so before a password is typed, and can be used all the same', () =>
    actAs(stack(), 'member', async (page) => {
      await page.goto('/connect');
      await input(page, 'Email address').fill('jane@ruin.example');
      await page.keyboard.press('Tab');
      const found = page.getByRole('listitem').filter({ hasText: 'The domain itself names these servers.' });
      await found.getByText(/refuses connections on port/).waitFor();
      await found.getByRole('button', { name: 'Use these servers anyway' }).click();
      expect(await page.locator('input:focus').getAttribute('name')).toBe('credentials.password');
    }));

  test('R16 a colleague for whom nothing is found sees which places were asked, and what became of it', () =>
    actAs(stack(), 'member', async (page) => {
      await page.goto('/connect');
      await input(page, 'Email address').fill('jane@nowhere.example');
      await page.keyboard.press('Tab');
      await page.getByText('No servers were found that can be trusted').first().waitFor();
      await page.getByText('The domain’s DNS: nothing there').waitFor();
    }));
}
