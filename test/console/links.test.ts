import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { describeWith } from '../environment/describe-with.js';
import { axeViolations } from './axe-violations.js';
import { clippedParts } from './clipped-parts.js';
import { signedInContext } from './open-view.js';
import { startConsole, type ConsoleStack } from './start-console.js';

let console: ConsoleStack;

describeWith(
  ['chromium', 'dovecot', 'postfix', 'openssl', 'root'],
  'links for IT and limited tokens in the console',
  () => {
    beforeAll(async () => {
      console = await startConsole();
      const server = (port: number) => ({ host: '127.0.0.1', port, tls: 'implicit' });
      for (const domain of ['example.com', 'hidden.example.org']) {
        const smtp = server(console.mail.submissionsPort);
        const imap =
          domain === 'example.com' ? server(console.mail.imapsPort) : { ...smtp, host: '127.0.0.2' };
        await console.stack.call('POST', '/v1/mail-settings', { domain, kind: 'imap', imap, smtp });
      }
    }, 90_000);
    afterAll(() => console.stop());

    test('B14 an admin sends a link; IT opens it in another browser, asks, and says that the rules are applied', async () => {
      const admin = await signedInContext(console, 'account-access');
      const it = await signedInContext(console, null, { width: 390 });
      try {
        const page = await admin.newPage();
        await page.goto('/firewall');
        await page.getByRole('button', { name: 'Send to IT' }).click();
        const dialog = page.getByRole('dialog');
        await dialog.getByLabel('Domains').click();
        await page.getByRole('option', { name: 'example.com' }).click();
        await page.keyboard.press('Escape');
        await dialog.getByRole('button', { name: 'Make the link' }).click();
        const url = (await page.getByTestId('link-url').textContent())!;
        expect(url).toContain(`${console.url}/it#link_`);

        const opened = await it.newPage();
        const requested: string[] = [];
        opened.on('request', (request) => void requested.push(request.url()));
        await opened.goto(url);
        await opened.getByText(/asks you to allow the connections/).waitFor();
        await opened.getByRole('article').waitFor();
        await opened.getByText(/^Made from revision/).waitFor();
        expect(await opened.getByRole('navigation').count()).toBe(0);
        expect(await opened.content()).not.toContain('hidden.example.org');
        for (const width of [390, 320, 1280]) {
          await opened.setViewportSize({ width, height: 844 });
          expect([width, await clippedParts(opened)]).toEqual([width, []]);
        }
        expect(await axeViolations(opened)).toEqual([]);

        await opened.getByLabel('Source address').fill('54.174.62.196');
        await opened.getByLabel('Your mail server').fill('127.0.0.1');
        await opened.getByLabel('Port', { exact: true }).fill(String(console.mail.imapsPort));
        await opened.getByRole('button', { name: 'Find out' }).click();
        await opened.getByText('Yes, a rule allows it').waitFor();
        await opened.getByLabel('Your name').fill('Jane Doe');
        await opened.getByLabel('The rules are applied').check();
        await opened.getByRole('button', { name: 'Send' }).click();
        await opened.getByText(/^Applied by Jane Doe on /).waitFor();
        const secret = url.split('#')[1]!;
        expect(requested.filter((sent) => sent.split('#')[0]!.includes(secret))).toEqual([]);

        await page.getByRole('link', { name: 'All links' }).click();
        await page.getByText(/^Applied by Jane Doe on /).waitFor();
        expect(await axeViolations(page)).toEqual([]);
        await page.getByRole('button', { name: 'Revoke example.com' }).click();
        await page.getByRole('button', { name: 'Revoke link' }).click();
        await page.getByText('No links yet').waitFor();
        await opened.reload();
        await opened.getByText('This link is no longer valid').waitFor();
        expect(await axeViolations(opened)).toEqual([]);
      } finally {
        await Promise.all([admin.close(), it.close()]);
      }
    }, 60_000);

    test('a super admin limits a new token and rotates it', async () => {
      const context = await signedInContext(console, 'super-admin');
      try {
        const page = await context.newPage();
        await page.goto('/tokens');
        await page.getByRole('button', { name: 'New token' }).click();
        await page.getByLabel('Name').fill('Edge');
        await page.getByText('Limit this token').click();
        await page.getByRole('combobox', { name: 'Permissions' }).click();
        await page.getByRole('option', { name: 'allowlist:read' }).click();
        await page.keyboard.press('Escape');
        await page.getByLabel('Addresses it is used from').fill('192.0.2.0/24\n2001:db8::1');
        expect(await axeViolations(page)).toEqual([]);
        await page.getByRole('button', { name: 'Create token' }).click();
        const first = await page.getByTestId('token-secret').textContent();
        await page.getByText('only allowlist:read').waitFor();
        await page.getByText('from 192.0.2.0/24, 2001:db8::1/128').waitFor();
        await page.getByRole('button', { name: 'Renew secret Edge' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Renew secret' }).click();
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        expect(await page.getByTestId('token-secret').textContent()).not.toBe(first);
        expect(await axeViolations(page)).toEqual([]);
      } finally {
        await context.close();
      }
    }, 60_000);
  },
);
