import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { MailSettings } from '@postern/core/mail-settings';
import type { Page } from 'playwright-core';
import { describeWith } from '../environment/describe-with.js';
import { axeViolations } from './axe-violations.js';
import { brokenCommands } from './broken-commands.js';
import { clippedParts } from './clipped-parts.js';
import { signedInContext } from './open-view.js';
import { publishAllowlist } from './publish-allowlist.js';
import { egressAddresses, startConsole, type ConsoleStack } from './start-console.js';

const list = '/settings/objects/activities';
let console: ConsoleStack;

/** Runs part of a test in a new browser context that is signed in with the role. */
async function as(
  role: keyof ConsoleStack['tokens'] | null,
  act: (page: Page) => Promise<void>,
): Promise<void> {
  const context = await signedInContext(console, role);
  try {
    await act(await context.newPage());
  } finally {
    await context.close();
  }
}

const navigation = (page: Page) =>
  page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link');

async function createAccount(name: string): Promise<void> {
  const answer = await fetch(`${console.url}/v1/accounts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${console.tokens.operator}`, 'content-type': 'application/json' },
    body: JSON.stringify({ name, dataCenter: null }),
  });
  expect(answer.status).toBe(201);
}

describeWith(
  ['chromium', 'dovecot', 'postfix', 'openssl', 'root'],
  'the console for an operator, the published allowlist and webhooks',
  () => {
    beforeAll(async () => {
      console = await startConsole();
      await createAccount('Example Schools');
      const server = (port: number, tls: string) => ({ host: '127.0.0.1', port, tls });
      const saved = await console.stack.call<MailSettings>('POST', '/v1/mail-settings', {
        domain: 'filtered.example.net',
        kind: 'imap',
        imap: server(console.mail.hangingUpPort, 'starttls'),
        smtp: server(console.mail.submissionsPort, 'implicit'),
      });
      await console.stack.settled(saved.verification.id!);
    }, 240_000);
    afterAll(() => console.stop());

    test('an operator chooses an account first; until then the console links to no page of an account', () =>
      as('operator', async (page) => {
        await page.goto('/');
        await page.getByRole('heading', { name: 'Choose an account' }).waitFor();
        expect(await page.getByTestId('role').textContent()).toBe('Operator');
        await page.getByRole('row').filter({ hasText: 'Example Schools' }).waitFor();
        expect((await navigation(page).allTextContents()).join()).toBe('API reference');
        expect(await axeViolations(page)).toEqual([]);
        await page.getByRole('button', { name: 'Choose default' }).click();
        await page.getByText('filtered.example.net').waitFor();
        expect(await navigation(page).allTextContents()).toEqual([
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
          'Queue',
          'Allowlist editor',
          'Vendor’s name',
          'API reference',
        ]);
        const icons = await navigation(page)
          .locator('path')
          .evaluateAll((paths) => paths.map((path) => path.getAttribute('d')));
        expect(icons).toHaveLength(14);
        expect(new Set(icons).size).toBe(icons.length);
      }));

    test('R8 the account that an operator chooses shows no domain of another one and stays chosen after a reload', () =>
      as('operator', async (page) => {
        await page.goto('/');
        await page.getByRole('button', { name: 'Choose Example Schools' }).click();
        await page.getByText('No domains yet').waitFor();
        await page.reload();
        await page.getByText('No domains yet').waitFor();
        const picker = page.getByRole('banner').getByLabel('Act for account');
        await picker.selectOption({ label: 'Account default' });
        await page.getByText('filtered.example.net').waitFor();
        await picker.selectOption({ label: 'Choose an account' });
        await page.getByRole('heading', { name: 'Choose an account' }).waitFor();
        await page.getByRole('button', { name: 'Sign out' }).click();
        await page.getByRole('heading', { name: 'Sign in to Postern' }).waitFor();
      }));

    test('a token that an operator creates belongs to the account, and its role cannot be operator', () =>
      as('operator', async (page) => {
        await page.goto('/tokens');
        await page.getByRole('button', { name: 'Choose Example Schools' }).click();
        await page.getByRole('button', { name: 'New token' }).click();
        const roles = page.getByLabel('Role', { exact: true });
        expect(await roles.locator('option').allTextContents()).toEqual([
          'Super admin',
          'Account access',
          'Member',
          'Network',
        ]);
        await page.getByLabel('Name', { exact: true }).fill('School office');
        await roles.selectOption('super-admin');
        await page.getByRole('button', { name: 'Create token' }).click();
        const secret = (await page.getByTestId('token-secret').textContent())!;
        const headers = { authorization: `Bearer ${secret}` };
        const me = await (await fetch(`${console.url}/v1/me`, { headers })).json();
        expect(me).toMatchObject({ role: 'super-admin', account: { name: 'Example Schools' } });
      }));

    test('a webhook is made, tested and given a new secret, and a recipient waits for confirmation', () =>
      as('account-access', async (page) => {
        await page.goto('/notifications');
        await page.getByLabel('Recipients', { exact: true }).fill('jane@example.com');
        await page.getByRole('button', { name: 'Save mails' }).click();
        await page.getByText('Waits for confirmation').waitFor();
        await page.getByRole('button', { name: 'New webhook' }).click();
        const form = page.getByRole('dialog');
        await form.getByLabel('URL').fill(`https://127.0.0.1:${console.mail.closedPort}/hook`);
        await form.getByRole('button', { name: 'Save webhook' }).click();
        const secret = page.getByTestId('webhook-secret');
        const first = await secret.textContent();
        expect(first).toMatch(/^whsec_/);
        await page.getByRole('button', { name: /^Renew secret/ }).click();
        await page.getByText('For 24 hours the old secret signs too.').waitFor();
        expect(await secret.textContent()).not.toBe(first);
        await page.getByRole('button', { name: /^Deliveries/ }).click();
        await page.getByRole('button', { name: 'Send a test' }).click();
        await page.getByText(/attempts?, the receiver refuses connections/).waitFor();
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: /^Delete/ }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
        await page.getByText('No webhooks yet').waitFor();
      }));

    test('B3 the failure of a closed connection names our address and says that it is on the allowlist', () =>
      as('super-admin', async (page) => {
        await page.goto(`${list}?panel=edit&domain=filtered.example.net`);
        const failure = page.getByRole('alert').filter({ hasText: 'before its greeting' });
        await failure.getByText(`our address ${egressAddresses.imap}, which is on the list`).waitFor();
        const incoming = page.getByRole('region', { name: 'Incoming (IMAP)' });
        await incoming.getByText(`Our address was ${egressAddresses.imap}`).waitFor();
        await incoming.getByText('on your allowlist', { exact: true }).waitFor();
        const outgoing = page.getByRole('region', { name: 'Outgoing (SMTP)' });
        await outgoing.getByText(egressAddresses.smtp).waitFor();
        await outgoing.getByText('on your allowlist', { exact: true }).waitFor();
        await failure.getByRole('link', { name: 'Show the allowlist for your IT team' }).click();
        await page.getByRole('tab', { name: 'IMAP', selected: true }).waitFor();
        await page.getByText('54.174.62.196/30').waitFor();
      }));

    test('until a list is published, the list, the rules and the sheet say in red that it is a sample', () =>
      as('super-admin', async (page) => {
        for (const path of ['/allowlist', '/firewall?target=nftables', '/firewall/handover']) {
          await page.goto(path);
          const block = page.locator('[data-tone=fail]').filter({ hasText: 'These addresses are a sample' });
          await block.waitFor();
        }
        await page.goto('/firewall?target=nftables');
        expect(await page.getByRole('region', { name: 'postern.nft' }).textContent()).toMatch(/^# SAMPLE: /);
      }));

    test('B5 pasted rules of a device are compared: the differences are in a table, with the files that repair them', () =>
      as('super-admin', async (page) => {
        const { files } = await console.stack.call<{ files: { text: string }[] }>(
          'POST',
          '/v1/firewall/feed',
          {},
        );
        const device = page.getByRole('region', { name: 'Compare with what is on the device' });
        await page.goto('/firewall?target=feed');
        await device
          .getByLabel('What the device prints')
          .fill(files[0]!.text.split('\n').slice(1).join('\n'));
        await device.getByRole('button', { name: 'Compare' }).click();
        await device.getByText('The device does what revision 1 says').waitFor();
        await device.getByLabel('What the device prints').fill('54.174.62.0/24\n141.193.184.0/27\n');
        await device.getByRole('button', { name: 'Compare' }).click();
        await device.getByText('The device differs from revision 1').waitFor();
        const rows = device.getByRole('table').getByRole('row');
        await rows.filter({ hasText: '143.244.87.0/25' }).getByText('Not let in').waitFor();
        await rows.filter({ hasText: '54.174.62.0/25' }).getByText('Too wide').waitFor();
        await device
          .getByRole('region', { name: 'Files that repair it' })
          .getByText('imap4.txt')
          .first()
          .waitFor();
      }));

    test('B12 with the revision that the device has, a further file removes what is gone since', () =>
      as('super-admin', async (page) => {
        await page.goto('/firewall?target=ufw');
        const removes = page.getByRole('region', { name: 'Files for updates and removal' });
        await removes.getByRole('tab', { name: 'postern-ufw-remove.sh' }).waitFor();
        await page.getByLabel('Previous revision', { exact: true }).fill('1');
        await removes.getByRole('tab', { name: 'postern-ufw-gone.sh' }).waitFor();
        await page.getByLabel('Previous revision', { exact: true }).fill('99');
        await page.getByText('The list has no such revision').waitFor();
      }));

    test('the API reference has no axe violations, is not cut off, and loads less than 400 kB', async () => {
      await as(null, async (page) => {
        let bytes = 0;
        page.on('response', (response) => void response.body().then((body) => void (bytes += body.length)));
        await page.goto('/docs');
        await page.getByRole('heading', { name: 'Create the settings of a domain' }).waitFor();
        expect(await axeViolations(page)).toEqual([]);
        for (const width of [1280, 390]) {
          await page.setViewportSize({ width, height: 800 });
          expect(await clippedParts(page)).toEqual([]);
        }
        // The pages share their style, and this one is short enough to be checked in the dark as well.
        await page.getByRole('link', { name: 'domain-already-configured' }).first().click();
        await page.getByRole('heading', { name: 'This domain is already configured' }).waitFor();
        await page.emulateMedia({ colorScheme: 'dark' });
        expect(await axeViolations(page)).toEqual([]);
        expect(bytes).toBeGreaterThan(50_000);
        expect(bytes).toBeLessThan(400_000);
      });
    }, 90_000);

    test('the name that the operator sets is in the next list; until then the sheet for IT says SAMPLE', async () => {
      await as('operator', async (page) => {
        await page.goto('/vendor');
        await page.getByRole('button', { name: 'Choose default' }).click();
        await page.getByText('No name is set').waitFor();
        await page.getByText('all files say SAMPLE').waitFor();
        const save = page.getByRole('button', { name: 'Save', exact: true });
        const name = page.getByLabel('Name', { exact: true });
        await name.fill('Example\u202eCRM');
        await save.click();
        await page.getByText('A name must not contain control characters').waitFor();
        await name.fill(' Example CRM ');
        await save.click();
        await page.getByRole('status').getByText('new lists carry the name Example CRM').waitFor();
        await page.reload();
        expect(await name.inputValue()).toBe('Example CRM');
        expect(await save.isDisabled()).toBe(true);
      });
      await as('network', async (page) => {
        await page.goto('/firewall/handover');
        await page.getByText('These addresses are a sample').waitFor();
        expect(await page.getByText('Example CRM').count()).toBe(0);
        await page.setViewportSize({ width: 742, height: 900 });
        expect(await brokenCommands(page)).toEqual([]);
      });
    });

    test('B5 R19 the page of a new allowlist revision shows its digest, its changes and a tab per data centre', async () => {
      await as('network', async (page) => {
        await page.goto('/allowlist');
        const card = page.getByRole('region', { name: 'Revision', exact: true });
        await card.getByText('This is the first revision.').waitFor();
        expect(await page.getByRole('tab').allTextContents()).toEqual(['IMAP', 'SMTP']);
      });
      await publishAllowlist(console, ({ entries }) => ({
        dataCenters: [{ id: 'eu1', label: 'Frankfurt' }],
        entries: [
          ...entries
            .filter(({ cidr }) => cidr !== '54.174.62.196/32')
            .map((entry) =>
              entry.cidr === '143.244.87.0/25'
                ? { ...entry, state: 'retiring' as const, retireAfter: '2027-03-31T00:00:00Z' }
                : entry,
            ),
          { cidr: '198.51.100.0/27', protocol: 'imap', dataCenter: 'eu1' },
        ],
      }));
      await as('network', async (page) => {
        await page.goto('/allowlist');
        const card = page.getByRole('region', { name: 'Revision', exact: true });
        await card.getByRole('heading', { name: 'Revision 2' }).first().waitFor();
        const headers = { authorization: `Bearer ${console.tokens.network}` };
        const version = await (await fetch(`${console.url}/v1/allowlist/version`, { headers })).json();
        expect(await card.getByTestId('digest').textContent()).toBe(version.sha256);
        const change = (cidr: string) => card.getByRole('listitem').filter({ hasText: cidr }).first();
        await change('54.174.62.196/32').getByText('Removed').waitFor();
        await change('198.51.100.0/27').getByText('Added').waitFor();
        await change('198.51.100.0/27').getByText('IMAP · Frankfurt').waitFor();
        await change('143.244.87.0/25').getByText('retiring').waitFor();
        await card.getByText('Published for Example CRM').waitFor();
        const prefixes = page.getByTestId('prefixes');
        expect(await prefixes.textContent()).not.toContain('198.51.100.0/27');
        await page.getByRole('tab', { name: 'Frankfurt' }).click();
        await prefixes.getByText('198.51.100.0/27').waitFor();
        await prefixes.getByText('54.174.62.128/26').waitFor();
      });
    });

    test(
      'B3 after our address is removed from the allowlist, the next failure says that it is not on the list',
      () =>
        as('super-admin', async (page) => {
          await page.goto(`${list}?panel=edit&domain=filtered.example.net`);
          const incoming = page.getByRole('region', { name: 'Incoming (IMAP)' });
          await incoming.getByText('on your allowlist', { exact: true }).waitFor();
          await page.getByRole('button', { name: 'Verify again' }).click();
          await incoming.getByText('not on your allowlist', { exact: true }).waitFor({ timeout: 60_000 });
        }),
      90_000,
    );

    test('an operator adds pasted lines, retires an entry, checks and publishes; another revision and an ended session cost nothing', async () => {
      await as('operator', async (page) => {
        await page.goto('/allowlist-editor');
        await page.getByRole('button', { name: 'Choose default' }).click();
        const row = (cidr: string) => page.getByRole('row').filter({ hasText: cidr });
        await row('198.51.100.0/27').getByText('Frankfurt').waitFor();
        const lines = page.getByLabel('Addresses', { exact: true });
        await lines.fill('203.0.113.0/27\n\n203.0.113.70/27 smtp\nany imap');
        await page.getByText('3 lines cannot be added').waitFor();
        await page.getByText('Which list is it for?').waitFor();
        await page.getByText('1 line without an address is skipped.').waitFor();
        await page.getByLabel('Protocol', { exact: true }).selectOption('webhook');
        await page.getByRole('button', { name: 'Use 203.0.113.64/27' }).click();
        await page.getByLabel('State', { exact: true }).selectOption('announced');
        await page.getByRole('button', { name: 'Add 2 entries' }).click();
        expect(await lines.inputValue()).toBe('any imap');
        await row('203.0.113.0/27').getByText('Webhooks').waitFor();
        await row('203.0.113.64/27').getByText('in use from').waitFor();
        await page.getByRole('button', { name: 'Retire 54.174.62.128/26 (IMAP)' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Retire' }).click();
        await row('54.174.62.128/26').getByText('no longer used after').waitFor();
        await page.getByRole('button', { name: 'Remove 198.51.100.0/27 (IMAP)' }).click();
        await row('198.51.100.0/27').waitFor({ state: 'detached' });
        await page.keyboard.press('Enter'); // The focus is on Undo.
        await row('198.51.100.0/27').waitFor();

        const button = (name: string) => page.getByRole('button', { name, exact: true });
        await page.context().clearCookies();
        await button('Check').click();
        await button('Sign in again').click();
        await page.getByLabel('Access token').fill(console.tokens.operator);
        await button('Sign in').click();
        await page.getByRole('dialog').waitFor({ state: 'detached' });
        await button('Check').click();
        await page.getByText('2 added, 0 removed, 1 changed').waitFor();
        await page.getByText('SMTP: 32 addresses come').waitFor();
        await button('Show 203.0.113.64/27').click();
        await row('203.0.113.64/27').getByText('is an example address').waitFor();
        expect(await row('54.174.62.128/26').count()).toBe(0);

        await publishAllowlist(console, ({ dataCenters, entries }) => ({
          dataCenters,
          entries: [...entries, { cidr: '203.0.113.200/32', protocol: 'imap' }],
        }));
        await button('Publish').click();
        await page.getByText('Another revision was published in the meantime').waitFor();
        await button('Compare again').click();
        await page.getByText('2 added, 1 removed, 1 changed').waitFor();
        await button('Publish').click();
        await page.getByText('Revision 4 is published').waitFor();
        await page.getByText('Based on revision 4').waitFor();
        // A wrong line is left in the box.
        await page.getByRole('link', { name: 'Published list' }).click();
        await page.getByRole('dialog').getByRole('button', { name: 'Leave without saving' }).click();
        await page.getByRole('heading', { name: 'Revision 4' }).first().waitFor();
        await page.getByRole('tab', { name: 'Webhooks' }).click();
        await page.getByTestId('prefixes').getByText('203.0.113.0/27').waitFor();
      });
    }, 90_000);
  },
);
