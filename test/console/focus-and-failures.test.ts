import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { MailSettings } from '@postern/core/mail-settings';
import type { BrowserContext, Page } from 'playwright-core';
import { describeWith } from '../environment/describe-with.js';
import { waitUntil } from '../environment/wait-until.js';
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

const panel = () => page.getByRole('dialog').first();
const field = (label: string) => panel().getByLabel(label, { exact: true });
const focused = () => page.locator(':focus');

async function configure(domain: string): Promise<MailSettings> {
  const server = (port: number) => ({ host: '127.0.0.1', port, tls: 'implicit' });
  const { imapsPort, submissionsPort } = console.mail;
  const body = { domain, kind: 'imap', imap: server(imapsPort), smtp: server(submissionsPort) };
  const saved = await console.stack.call<MailSettings>('POST', '/v1/mail-settings', body);
  await console.stack.settled(saved.verification.id!);
  return saved;
}

const read = (domain: string) => console.stack.call<MailSettings>('GET', `/v1/mail-settings/${domain}`);

/** Opens a domain's panel with its name in the list, as by keyboard. */
async function openPanel(domain: string): Promise<void> {
  await page.getByRole('link', { name: domain, exact: true }).focus();
  await page.keyboard.press('Enter');
  await panel().getByRole('heading', { name: 'Verification', exact: true }).waitFor();
}

describeWith(
  ['chromium', 'dovecot', 'postfix', 'openssl', 'root'],
  'focus, history and lost connections in the console',
  () => {
    beforeAll(async () => {
      console = await startConsole();
      await configure('focus.example.com');
    }, 90_000);
    afterAll(() => console.stop());

    test('the name of a domain is a link to its panel, and closing the panel returns the focus to it', async () => {
      await page.goto(list);
      await openPanel('focus.example.com');
      expect(page.url()).toContain('domain=focus.example.com');
      await page.keyboard.press('Escape');
      await panel().waitFor({ state: 'detached' });
      expect(await focused().textContent()).toBe('focus.example.com');
    });

    test('Back closes a panel, and Back after closing a panel does not open it again', async () => {
      await page.goto('/audit');
      await page.getByRole('link', { name: 'Activities' }).click();
      await openPanel('focus.example.com');
      await page.goBack();
      await panel().waitFor({ state: 'detached' });
      await openPanel('focus.example.com');
      await page.keyboard.press('Escape');
      await panel().waitFor({ state: 'detached' });
      await page.goBack();
      await page.waitForFunction(() => !location.search.includes('panel'));
      expect(await panel().count()).toBe(0);
    });

    test('Tab selects the port, so that what is typed replaces it', async () => {
      await page.goto(`${list}?panel=new-imap`);
      await field('IMAP port').click();
      await page.keyboard.type('143');
      expect(await field('IMAP port').inputValue()).toBe('143');
      await field('SMTP server name').focus();
      await page.keyboard.press('Tab');
      await page.keyboard.type('587');
      expect(await field('SMTP port').inputValue()).toBe('587');
    });

    test('Update says so when there is nothing to change', async () => {
      await page.goto(`${list}?panel=edit&domain=focus.example.com`);
      await panel().getByRole('button', { name: 'Update' }).click();
      await panel().getByText('There is nothing to change').last().waitFor();
    });

    /** Keeps every text of the panel's status from now on: a closed port fails before a look would find the progress. */
    async function recordAnnouncements(): Promise<() => Promise<string>> {
      const texts = await page.evaluateHandle(() => {
        const found: string[] = [];
        new MutationObserver(() => {
          for (const status of document.querySelectorAll('[role=dialog] [role=status]')) {
            if (status.textContent !== found.at(-1)) found.push(status.textContent);
          }
        }).observe(document.body, { subtree: true, childList: true, characterData: true });
        return found;
      });
      return async () => (await texts.jsonValue()).join('\n');
    }

    test('Update and Verify again keep the focus and announce their progress', async () => {
      await page.goto(`${list}?panel=edit&domain=focus.example.com`);
      await field('SMTP port').fill(String(console.mail.closedPort));
      await panel().getByRole('button', { name: 'Update' }).focus();
      await page.keyboard.press('Enter');
      await panel().getByRole('status').filter({ hasText: 'The settings are saved.' }).waitFor();
      await panel().getByRole('status').filter({ hasText: 'Verification: Failed' }).waitFor();
      expect(await focused().textContent()).toBe('Update');
      const announced = await recordAnnouncements();
      await panel().getByRole('button', { name: 'Verify again' }).focus();
      await page.keyboard.press('Enter');
      await waitUntil(async () =>
        /Verification: (Waiting|Checking)[^]*Verification: Failed/.test(await announced()),
      );
      await waitUntil(async () => (await focused().textContent()) === 'Verify again');
    });

    test.each([
      ['/sign-in', 'Sign in – Postern'],
      [list, 'Activities – Postern'],
      [`${list}?panel=edit&domain=focus.example.com`, 'focus.example.com – Postern'],
      ['/connect', 'Connect my email – Postern'],
      ['/allowlist', 'IP allowlist – Postern'],
      ['/firewall', 'Firewall rules – Postern'],
      ['/firewall/handover', 'Sheet for IT – Postern'],
      ['/settings/import', 'Import and export – Postern'],
      ['/notifications', 'Notifications – Postern'],
      ['/tokens', 'Access tokens – Postern'],
      ['/audit', 'Audit log – Postern'],
      ['/nowhere', 'This page does not exist – Postern'],
    ])('the title of %s is "%s"', async (path, title) => {
      await page.goto(path);
      await page.waitForFunction((wanted) => document.title === wanted, title);
    });

    test('an update without a network fails at once, and is not sent after its panel is left', async () => {
      const saved = await configure('offline.example.com');
      await page.goto(`${list}?panel=edit&domain=offline.example.com`);
      await field('SMTP port').fill(String(console.mail.closedPort));
      await context.setOffline(true);
      await page.getByText('You are offline').waitFor();
      await panel().getByRole('button', { name: 'Update' }).click();
      await panel().getByText('Postern cannot be reached').waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Leave without saving' }).click();
      await panel().waitFor({ state: 'detached' });
      await context.setOffline(false);
      await page.getByText('You are offline').waitFor({ state: 'detached' });
      await page.getByLabel('Search', { exact: true }).fill('offline');
      await page.getByText('1 domain shown').waitFor();
      expect((await read('offline.example.com')).revision).toBe(saved.revision);
    });

    test('an update that the server has not answered is cancelled when its panel is left', async () => {
      await configure('slow.example.com');
      await page.goto(`${list}?panel=edit&domain=slow.example.com`);
      await field('SMTP port').fill(String(console.mail.closedPort));
      const cancelled = page.waitForEvent('requestfailed', (request) => request.method() === 'PUT');
      await page.route('**/v1/mail-settings/slow.example.com', (route) =>
        route.request().method() === 'PUT' ? undefined : route.continue(),
      );
      await panel().getByRole('button', { name: 'Update' }).click();
      await page.keyboard.press('Escape');
      await page.getByRole('button', { name: 'Leave without saving' }).click();
      await cancelled;
    });

    test('after the session has ended, signing in again keeps what was typed', async () => {
      const saved = await configure('session.example.com');
      await page.goto(`${list}?panel=edit&domain=session.example.com`);
      await field('SMTP port').fill(String(console.mail.closedPort));
      await context.request.delete('/v1/session', { headers: { origin: console.url } });
      await panel().getByRole('button', { name: 'Update' }).click();
      await page.getByText('Your session has ended').first().waitFor();
      // The dialog is open and covers the button if the list was refreshed in the meantime.
      await page.getByRole('button', { name: 'Sign in again' }).dispatchEvent('click');
      await page.getByLabel('Access token', { exact: true }).fill(console.tokens['super-admin']);
      await page.getByRole('button', { name: 'Sign in', exact: true }).click();
      await page.getByLabel('Access token', { exact: true }).waitFor({ state: 'detached' });
      expect(await field('SMTP port').inputValue()).toBe(String(console.mail.closedPort));
      await panel().getByRole('button', { name: 'Update' }).click();
      await waitUntil(async () => (await read('session.example.com')).revision === saved.revision + 1);
    });

    test('settings that were deleted meanwhile can be added again with what was typed', async () => {
      await configure('deleted.example.com');
      await page.goto(`${list}?panel=edit&domain=deleted.example.com`);
      await field('SMTP port').fill(String(console.mail.closedPort));
      await console.stack.fetch('/v1/mail-settings/deleted.example.com', { method: 'DELETE' });
      await panel().getByRole('button', { name: 'Update' }).click();
      await panel().getByText('Somebody deleted these settings in the meantime').waitFor();
      await panel().getByRole('button', { name: 'Add them again' }).click();
      await waitUntil(async () => {
        const answer = await console.stack.fetch('/v1/mail-settings/deleted.example.com');
        return answer.status === 200;
      });
      expect(await read('deleted.example.com')).toMatchObject({ smtp: { port: console.mail.closedPort } });
    });
  },
);
