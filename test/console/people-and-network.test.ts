import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { MailSettings } from '@postern/core/mail-settings';
import { strFromU8, unzipSync } from 'fflate';
import { readFile } from 'node:fs/promises';
import type { BrowserContext, Page } from 'playwright-core';
import { describeWith } from '../environment/describe-with.js';
import { waitUntil } from '../environment/wait-until.js';
import { testAccessToken, testConnecting, testEnteringServers } from './connecting-mailboxes.js';
import { signedInContext } from './open-view.js';
import { startConsole, type ConsoleStack } from './start-console.js';

const list = '/settings/objects/activities';
let console: ConsoleStack;

/** Runs part of a test in a new browser context that is signed in with the role. */
async function as(
  role: keyof ConsoleStack['tokens'] | null,
  act: (page: Page, context: BrowserContext) => Promise<void>,
) {
  const context = await signedInContext(console, role);
  try {
    await act(await context.newPage(), context);
  } finally {
    await context.close();
  }
}

async function linksOf(page: Page): Promise<string[]> {
  const links = page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link');
  await links.first().waitFor();
  return (await links.allTextContents()).filter((text) => text !== 'API reference');
}

describeWith(
  ['chromium', 'dovecot', 'postfix', 'openssl', 'root'],
  'roles, mailbox connections, the allowlist and tokens in the console',
  () => {
    beforeAll(async () => {
      console = await startConsole();
      const server = (port: number) => ({ host: '127.0.0.1', port, tls: 'implicit' });
      const { imapsPort, submissionsPort } = console.mail;
      const body = {
        domain: 'example.com',
        kind: 'imap',
        imap: server(imapsPort),
        smtp: server(submissionsPort),
      };
      const saved = await console.stack.call<MailSettings>('POST', '/v1/mail-settings', body);
      await console.stack.settled(saved.verification.id!);
    }, 240_000);
    afterAll(() => console.stop());

    test('signing in with a token opens the list of domains, and Sign out ends the session', () =>
      as(null, async (page, context) => {
        await page.goto(list);
        await page.getByLabel('Access token', { exact: true }).fill('not a token');
        await page.getByRole('button', { name: 'Sign in' }).click();
        await page.getByRole('alert').waitFor();
        await page.getByLabel('Access token', { exact: true }).fill(console.tokens['account-access']);
        await page.getByRole('button', { name: 'Sign in' }).click();
        await page.getByText('1 domain shown').waitFor();
        expect(await page.getByTestId('role').textContent()).toBe('Account access');
        await page.getByRole('button', { name: 'Sign out' }).click();
        await page.getByRole('heading', { name: 'Sign in to Postern' }).waitFor();
        expect((await context.request.get('/v1/me')).status()).toBe(401);
      }));

    test('after a session has ended the console asks to sign in and returns to the same page', () =>
      as('member', async (page, context) => {
        await page.goto('/connect');
        await page.getByRole('heading', { name: 'Connect my email' }).waitFor();
        await context.request.delete('/v1/session', { headers: { origin: console.url } });
        await page.getByRole('link', { name: 'IP allowlist' }).click();
        await page.getByLabel('Access token', { exact: true }).fill(console.tokens.member);
        await page.getByRole('button', { name: 'Sign in' }).click();
        await page.getByText('6 prefixes, 264 addresses').waitFor();
      }));

    test.each([
      [
        'super-admin',
        [
          'Connect my email',
          'Overview',
          'Activities',
          'Import and export',
          'IP allowlist',
          'Firewall rules',
          'Links for IT',
          'Notifications',
          'Certificate authorities',
          'Access tokens',
          'Audit log',
        ],
      ],
      [
        'account-access',
        [
          'Connect my email',
          'Overview',
          'Activities',
          'Import and export',
          'IP allowlist',
          'Firewall rules',
          'Links for IT',
          'Notifications',
          'Certificate authorities',
          'Audit log',
        ],
      ],
      ['member', ['Connect my email', 'IP allowlist', 'Firewall rules']],
      ['network', ['IP allowlist', 'Firewall rules']],
    ] as const)('R1 the role %s sees links only to the pages that it may read', (role, links) =>
      as(role, async (page) => {
        await page.goto('/');
        expect(await linksOf(page)).toEqual(links);
        if (role === 'super-admin' || role === 'account-access') return;
        await page.goto(list);
        await page.getByText('Your role does not allow this').first().waitFor();
        expect(await page.getByRole('button', { name: 'Add IMAP settings' }).count()).toBe(0);
      }),
    );

    testConnecting(() => console, as);
    testEnteringServers(() => console, as);
    testAccessToken(as);

    test('the overview counts the domains, groups failures by server, and its tiles filter the list', () =>
      as('super-admin', async (page) => {
        await page.goto('/');
        await page.getByRole('heading', { name: 'Overview' }).waitFor();
        const failures = page.getByRole('table', { name: 'What fails' });
        const row = failures.getByRole('row').filter({ hasText: `127.0.0.1:${console.mail.closedPort}` });
        await row.getByText('refuses connections').waitFor();
        await row.getByRole('link', { name: 'failing.example.com' }).waitFor();
        const servers = page.getByRole('table', { name: 'Servers' });
        const server = servers.getByRole('row').filter({ hasText: `127.0.0.1:${console.mail.closedPort}` });
        await server.getByText('No regular check yet').waitFor();
        await server.getByText(/^(?:in \d+ hours|tomorrow)$/).waitFor();
        await page.getByRole('link', { name: '1 Failing' }).click();
        await page.getByText('1 domain, 1 failing').waitFor();
        await page.getByRole('link', { name: 'failing.example.com' }).waitFor();
        await page.getByLabel('State', { exact: true }).selectOption('');
        await page.getByRole('link', { name: 'example.com', exact: true }).waitFor();
        const names = page.getByRole('table').getByRole('link');
        const byName = await names.allTextContents();
        expect(byName).toEqual(byName.toSorted());
        await page.getByText(`${byName.length} domains, 1 failing`).waitFor();
        await page.getByLabel('Sort by', { exact: true }).selectOption('state');
        await waitUntil(async () => (await names.first().textContent()) === 'failing.example.com');
        expect(page.url()).toContain('sort=state');
        await names.first().click();
        await page.getByText(/The next regular check is due/).waitFor();
        await page.keyboard.press('Escape');
        await page.getByRole('link', { name: 'Overview' }).click();
        await page.getByRole('heading', { name: 'Changes since your last visit' }).waitFor();
      }));

    test('R17 R18 R21 the IMAP list and the SMTP list are copied separately and never merged', () =>
      as('network', async (page) => {
        await page.goto('/allowlist');
        await page.getByText('6 prefixes, 264 addresses').waitFor();
        await page.getByRole('button', { name: 'Copy all' }).click();
        const copied = await page.evaluate(() => navigator.clipboard.readText());
        expect(copied.trim().split('\n')).toEqual([
          '54.174.62.128/26',
          '54.174.62.196/30',
          '141.193.184.0/27',
          '141.193.185.0/27',
          '143.244.82.8/30',
          '143.244.87.0/25',
        ]);
        await page.getByRole('tab', { name: 'SMTP' }).click();
        await page.getByText('54.174.62.192/30').waitFor();
        expect(await page.getByTestId('prefixes').textContent()).not.toContain('54.174.62.196');
      }));

    test('B6 the allowlist page tells whether the rules allow an address, with the reason', () =>
      as('network', async (page) => {
        await page.goto('/allowlist');
        await page.getByLabel('Source address').fill('54.174.62.196');
        await page.getByLabel('Your mail server').fill('127.0.0.1');
        await page.getByLabel('Port', { exact: true }).fill(String(console.mail.imapsPort));
        await page.getByRole('button', { name: 'Find out' }).click();
        await page.getByText('Yes, a rule allows it').waitFor();
        await page.getByLabel('Source address').fill('192.0.2.1');
        await page.getByRole('button', { name: 'Find out' }).click();
        await page.getByText('No rule allows it').waitFor();
      }));

    test('B4 the downloaded zip contains the firewall rules that the API renders', () =>
      as('super-admin', async (page) => {
        await page.goto('/firewall?target=nftables');
        await page.getByText('add table inet filter').waitFor();
        await page.getByLabel('Table', { exact: true }).fill('edge');
        await page.getByText('add table inet edge').waitFor();
        const [download] = await Promise.all([
          page.waitForEvent('download'),
          page.getByRole('button', { name: 'Download zip' }).click(),
        ]);
        const files = unzipSync(await readFile(await download.path()));
        const wanted = await console.stack.call<{ files: { path: string; text: string }[] }>(
          'POST',
          '/v1/firewall/nftables',
          {
            parameters: { table: 'edge' },
          },
        );
        for (const { path, text } of wanted.files) expect(strFromU8(files[path]!)).toBe(text);
        expect(download.suggestedFilename()).toBe('postern-nftables.zip');
      }));

    test('an import of 1,000 rows is checked and stored; one wrong row is named and nothing is stored', async () => {
      await as('super-admin', async (page) => {
        const rows = Array.from(
          { length: 1000 },
          (_, index) => `d${index}.example.net,exchange,https://mail.example.net/EWS/Exchange.asmx`,
        );
        const file = (lines: string[]) => ({
          name: 'domains.csv',
          mimeType: 'text/csv',
          buffer: Buffer.from(['domain,kind,exchangeUrl', ...lines].join('\n')),
        });
        await page.goto('/settings/import');
        const choose = page.getByLabel('Choose a file', { exact: true }).locator('xpath=self::input');
        await choose.setInputFiles(
          file([...rows, '@oops.example.net,exchange,https://mail.example.net/EWS/Exchange.asmx']),
        );
        await page.getByRole('button', { name: 'Check without importing' }).click();
        const wrong = page.getByRole('row').filter({ hasText: '1002' });
        await wrong.getByRole('button', { name: 'Use oops.example.net' }).click();
        await wrong.getByText('oops.example.net is filled in').waitFor();
        await page.getByRole('button', { name: 'Check without importing' }).click();
        await page.getByText('All 1,001 rows can be imported').waitFor();
        await choose.setInputFiles(file(rows));
        await page.getByRole('button', { name: 'Check without importing' }).click();
        await page.getByText('All 1,000 rows can be imported').waitFor();
        await page.getByRole('button', { name: 'Import', exact: true }).click();
        await page.getByText('1,000 rows were imported').waitFor();
        await page.goto(`${list}?search=d999`);
        await page.getByText('d999.example.net').waitFor();
        for (const search of [' d999.example ', 'jane@d999.example.net']) {
          await page.getByLabel('Search', { exact: true }).fill(search);
          await page.getByText('1 domain shown').waitFor();
        }
        await page.goto('/audit');
        await page.getByLabel('Search', { exact: true }).fill('D998.Example');
        await page.getByText('d998.example.net').waitFor();
      });
    }, 60_000);

    test('B4 any domain is found for the rules, and the addresses of its servers are marked and used', async () => {
      const server = (name: string, port: number) => ({
        host: `${name}.named.example.com`,
        port,
        tls: 'implicit',
      });
      await console.stack.call('POST', '/v1/mail-settings', {
        domain: 'named.example.com',
        kind: 'imap',
        imap: server('imap', 993),
        smtp: server('smtp', 465),
      });
      await as('super-admin', async (page) => {
        await page.goto('/firewall?target=nftables');
        await page.getByLabel('Domains', { exact: true }).first().fill('named');
        await page.getByRole('option', { name: 'named.example.com' }).click();
        await page.keyboard.press('Escape');
        await page.getByText('imap.named.example.com was not given').waitFor();
        await page.getByLabel('imap.named.example.com', { exact: true }).fill('192.0.2.10, 10.0.0');
        await page.getByText('“10.0.0” is not an IP address.').waitFor();
        await page.getByLabel('imap.named.example.com', { exact: true }).fill('192.0.2.10');
        await page.getByText('192.0.2.10: public').waitFor();
        await page.getByText('imap.named.example.com was not given').waitFor({ state: 'detached' });
        const rules = page.getByRole('region', { name: 'Rules' });
        expect(await rules.locator('pre').first().textContent()).toContain('192.0.2.10');
        await page.getByLabel('imap.named.example.com', { exact: true }).fill('192.0.2.10, 10.0.0.10');
        await page.getByText('10.0.0.10: private').waitFor();
      });
    });

    test('B4 rules that cut off others are shown only after the warning is confirmed', () =>
      as('super-admin', async (page) => {
        await page.goto('/firewall?target=dovecot');
        await page.getByRole('alert').getByText('cut off everybody who is not listed').waitFor();
        expect(await page.getByRole('button', { name: 'Download zip' }).count()).toBe(0);
        await page.getByLabel('I have added every other address that needs access').check();
        await page.getByRole('button', { name: 'Download zip' }).waitFor();
      }));

    test('a new token is shown once and works until it is revoked', () =>
      as('super-admin', async (page) => {
        await page.goto('/tokens');
        await page.getByRole('button', { name: 'New token' }).click();
        await page.getByLabel('Name', { exact: true }).fill('Firewall at the edge');
        await page.getByLabel('Role', { exact: true }).selectOption('network');
        await page.getByRole('button', { name: 'Create token' }).click();
        const secret = (await page.getByTestId('token-secret').textContent())!;
        const headers = { authorization: `Bearer ${secret}` };
        expect((await fetch(`${console.url}/v1/me`, { headers })).status).toBe(200);
        await page.getByRole('button', { name: 'Revoke Firewall at the edge' }).click();
        await page.getByRole('button', { name: 'Revoke token' }).click();
        await page
          .getByRole('cell', { name: 'Firewall at the edge', exact: true })
          .waitFor({ state: 'detached' });
        expect((await fetch(`${console.url}/v1/me`, { headers })).status).toBe(401);
      }));
  },
);
