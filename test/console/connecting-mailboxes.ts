import { expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import type { ConsoleStack } from './start-console.js';

const list = '/settings/objects/activities';

type Act = (role: 'member' | 'super-admin', act: (page: Page) => Promise<void>) => Promise<void>;

/** The tests of _Connect my email_ with the settings of the organisation; they need those of example.com. */
export function testConnecting(stack: () => ConsoleStack, as: Act): void {
  test('R12 R15 R23 the form for a mailbox has the settings of the domain, and the login is shown step by step', () =>
    as('member', async (page) => {
      await page.goto('/connect');
      await page.getByLabel('Email address', { exact: true }).fill('jane@example.com');
      await page.getByText('Your organisation has set up example.com.').waitFor();
      await page.getByText(`IMAP 127.0.0.1:${stack().mail.imapsPort}`).waitFor();
      expect(await page.getByLabel('IMAP port', { exact: true }).count()).toBe(0);
      await page.getByRole('button', { name: 'Change the servers' }).click();
      expect(await page.getByLabel('IMAP port', { exact: true }).inputValue()).toBe(
        String(stack().mail.imapsPort),
      );
      await page.getByLabel('Password', { exact: true }).fill('password');
      await page.getByRole('button', { name: 'Connect', exact: true }).click();
      await page.getByText('jane@example.com is connected').waitFor();
      expect(await page.getByText('Log in', { exact: false }).count()).toBeGreaterThanOrEqual(2);
    }));

  test('R12 settings that have not passed a verification are not shown as good, and the verdict gets the focus', async () => {
    const server = (port: number) => ({ host: '127.0.0.1', port, tls: 'implicit' });
    const { closedPort, submissionsPort } = stack().mail;
    const saved = await stack().stack.call<{ verification: { id: string } }>('POST', '/v1/mail-settings', {
      domain: 'failing.example.com',
      kind: 'imap',
      imap: server(closedPort),
      smtp: server(submissionsPort),
    });
    await stack().stack.settled(saved.verification.id);
    await as('member', async (page) => {
      await page.setViewportSize({ width: 390, height: 700 });
      await page.goto('/connect');
      await page.getByLabel('Email address', { exact: true }).fill('jane@failing.example.com');
      await page.getByText('its settings have not passed a check').waitFor();
      await page.getByLabel('Password', { exact: true }).fill('password');
      await page.getByRole('button', { name: 'Connect', exact: true }).click();
      const verdict = page.getByText(`127.0.0.1 refuses connections on port ${closedPort}`).first();
      await verdict.waitFor();
      await page.locator('.verdict:focus').waitFor();
      expect(await verdict.evaluate((it) => it.getBoundingClientRect().top)).toBeLessThan(700);
      await page.getByRole('button', { name: 'Change: IMAP port' }).click();
      expect(await page.locator('input:focus').inputValue()).toBe(String(closedPort));
    });
  });
}

/** The tests of servers that a colleague enters. */
export function testEnteringServers(stack: () => ConsoleStack, as: Act): void {
  test('R9 R14 an attempt on a domain without settings appears in the admin’s list, marked as an attempt', async () => {
    await as('member', async (page) => {
      await page.goto('/connect');
      await page.getByLabel('Email address', { exact: true }).fill('tom@partner.example');
      await page.getByText('Nobody has set up partner.example yet').waitFor();
      await page.getByRole('button', { name: 'Enter the servers myself' }).click();
      expect(await page.locator('input:focus').getAttribute('name')).toBe('imap.host');
      await page.getByLabel('IMAP server name', { exact: true }).fill('imap.gmail.com');
      await page.getByText('Your password will be sent to servers of gmail.com').waitFor();
      await page.getByText('What Google (Gmail and Workspace) asks for').waitFor();
      for (const label of ['IMAP server name', 'SMTP server name'])
        await page.getByLabel(label, { exact: true }).fill('127.0.0.1');
      await page.getByText('Your password will be sent to servers of 127.0.0.1').waitFor();
      expect(await page.getByText('What Google').count()).toBe(0);
      await page.getByLabel('IMAP port', { exact: true }).fill(String(stack().mail.imapsPort));
      await page.getByLabel('SMTP port', { exact: true }).fill(String(stack().mail.submissionsPort));
      await page.getByLabel('Password', { exact: true }).fill('not the right one');
      await page.getByRole('button', { name: 'Connect', exact: true }).click();
      await page.getByText('does not accept this user name and password').first().waitFor();
      await page.getByRole('button', { name: 'Change: Password' }).click();
      expect(await page.locator('input:focus').getAttribute('name')).toBe('credentials.password');
    });
    await as('super-admin', async (page) => {
      await page.goto(list);
      const row = page.getByRole('row').filter({ hasText: 'partner.example' });
      await row.getByText('Attempt by a user').waitFor();
      await row.getByRole('button', { name: 'Edit partner.example' }).click();
      expect(await page.getByLabel('IMAP port', { exact: true }).inputValue()).toBe(
        String(stack().mail.imapsPort),
      );
    });
  });

  test('R12 a calendar is connected with the Exchange settings that are shown', () =>
    as('member', async (page) => {
      await page.goto('/connect');
      await page.getByText('Calendar', { exact: true }).click();
      await page.getByLabel('Email address', { exact: true }).fill('tom@calendar.example');
      await page.getByRole('button', { name: 'Enter the servers myself' }).click();
      await page
        .getByLabel('Exchange URL', { exact: true })
        .fill(`https://127.0.0.1:${stack().mail.exchangePort}/EWS/Exchange.asmx`);
      await page.getByLabel('Password', { exact: true }).fill('password');
      await page.getByRole('button', { name: 'Connect', exact: true }).click();
      await page.getByText('tom@calendar.example is connected').waitFor();
    }));
}

/** The test of an access token in place of the password; it needs the settings of example.com. */
export function testAccessToken(as: Act): void {
  test('an access token is sent in place of a password, and a field that the API refuses says why', () =>
    as('member', async (page) => {
      await page.goto('/connect');
      await page.getByLabel('Email address', { exact: true }).fill('jane@example.com');
      await page.getByLabel('Password', { exact: true }).fill('password');
      await page.getByRole('button', { name: 'Use an access token' }).click();
      expect(await page.locator('input:focus').getAttribute('name')).toBe('credentials.accessToken');
      await page.keyboard.type('a-token-of-the-provider');
      await page.getByRole('button', { name: 'Change the servers' }).click();
      await page.getByLabel('IMAP server name', { exact: true }).fill('imaps://127.0.0.1');
      const sent = page.waitForRequest((request) => request.url().endsWith('/v1/connections'));
      await page.getByRole('button', { name: 'Connect', exact: true }).click();
      expect((await sent).postDataJSON()).toMatchObject({
        email: 'jane@example.com',
        credentials: { accessToken: 'a-token-of-the-provider' },
      });
      await page.getByText('Some fields need a correction').waitFor();
      const refused = page.getByLabel('IMAP server name', { exact: true });
      expect(await refused.getAttribute('aria-invalid')).toBe('true');
      await page.getByRole('button', { name: 'Use 127.0.0.1' }).click();
      expect(await refused.inputValue()).toBe('127.0.0.1');
      expect(await refused.getAttribute('aria-invalid')).toBeNull();
    }));
}
