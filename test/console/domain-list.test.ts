import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { describeFailure } from '@postern/core/failures/describe-failure';
import type { Summary } from '@postern/core/summary';
import { Client } from 'pg';
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

const names = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, at) => `${prefix}${String(at).padStart(3, '0')}.example.com`);

/** Imports domains whose servers are at one host. */
async function add(domains: readonly string[], host: string): Promise<void> {
  const rows = domains.map((domain) => `${domain},imap,${host},993,${host},465`);
  const answer = await fetch(`${console.url}/v1/mail-settings/import`, {
    method: 'POST',
    headers: { authorization: `Bearer ${console.tokens['super-admin']}`, 'content-type': 'text/csv' },
    body: ['domain,kind,imapHost,imapPort,smtpHost,smtpPort', ...rows].join('\n'),
  });
  expect(answer.status).toBe(200);
}

const read = (path: string) => console.stack.call<Record<string, unknown>>('GET', path);
const total = async (search: string) =>
  (await read(`/v1/mail-settings/count?search=${search}`))['total'] as number;
const readSummary = () => console.stack.call<Summary>('GET', '/v1/summary');
const failure = describeFailure('connect-refused', 'connect', {
  endpoint: 'imap',
  host: 'failing.example.com',
  port: 993,
  tls: 'implicit',
});
const warning = { ...failure, code: 'cert-expires-soon', daysLeft: 5 };
/** What is stored of the last verifications of the domains with these names. */
const outcomes = [
  { of: '%.failing.example.com', state: 'failed', failure, warnings: [] },
  { of: 'ends.example.com', state: 'passed', failure: null, warnings: [warning] },
  { of: 'hinted.example.com', state: 'passed', failure: null, warnings: [] },
];

/** Stores outcomes in place of the worker's, an attempt, and a hint about servers that passed. */
async function storeOutcomes(): Promise<void> {
  await waitUntil(async () => {
    const { queued, running } = (await readSummary()).domains.byState;
    return queued + running === 0;
  }, 60_000);
  const observer = new Client({ connectionString: console.databaseUrl });
  await observer.connect();
  for (const { of, state, ...told } of outcomes) {
    await observer.query(
      `update mail_settings set verification_state = $2, verification_at = now(), verification_failure = $3,
         verification_warnings = $4 where domain like $1`,
      [of, state, told.failure, JSON.stringify(told.warnings)],
    );
  }
  await observer.query(`update mail_settings set origin = 'attempt' where domain = 'tried.example.com'`);
  await observer.query(
    `with passed as (
       update verification set state = 'passed' where domain = 'hinted.example.com' returning id, domain
     )
     insert into server_hint (id, settings_id, account_id, servers, discovered, verification_id)
     select gen_random_uuid(), s.id, s.account_id, '{"kind": "imap"}', '{"at": "2026-11-26T12:00:00.000Z"}', passed.id
     from passed join mail_settings s using (domain)`,
  );
  await observer.end();
}
const dialog = () => page.getByRole('dialog');
const act = (name: string) =>
  page.getByRole('region', { name: 'Selected domains' }).getByRole('button', { name, exact: true });
const openList = async (search: string, first: string) => {
  await page.goto(`${list}?search=${search}`);
  await page.getByRole('link', { name: first, exact: true }).waitFor();
};
const focusedLabel = () =>
  page.evaluate(
    () => document.activeElement?.closest('label')?.textContent ?? document.activeElement?.textContent,
  );

describeWith(['chromium', 'dovecot', 'postfix', 'openssl', 'root'], 'actions on many domains', () => {
  beforeAll(async () => {
    console = await startConsole();
  }, 90_000);
  afterAll(() => console.stop());

  test('the overview shows what others change, as soon as its event stream tells that something has changed', async () => {
    const domain = 'told-at-once.example.com';
    await page.goto('/overview');
    await page.getByRole('heading', { name: 'Overview' }).waitFor();
    await add([domain], '127.0.0.1');
    const changes = page.getByRole('listitem').filter({ hasText: domain });
    await changes.getByText('Settings created').waitFor();
    await changes.getByRole('link', { name: domain }).waitFor();
    const lines = page.getByRole('main').getByRole('listitem');
    expect(await lines.filter({ hasNot: page.getByRole('link') }).count()).toBe(0);
  });

  test('each row of the overview leads to what it names', async () => {
    const failing = ['one.failing.example.com', 'two.failing.example.com'];
    await add(failing, 'failing.example.com');
    await add(['ends.example.com'], 'ends.example.com');
    await add(['tried.example.com', 'hinted.example.com'], 'passes.example.com');
    const exchange = { url: 'https://exchange.example.com/EWS/Exchange.asmx' };
    await console.stack.call('POST', '/v1/mail-settings', {
      domain: 'office.example.com',
      kind: 'exchange',
      exchange,
    });
    const endsSoon = new Date(Date.now() + 5 * 86_400_000).toISOString();
    await console.stack.call('POST', '/v1/tokens', {
      name: 'CRM sync',
      role: 'network',
      expiresAt: endsSoon,
    });
    const hook = { url: 'https://hooks.example.com/', events: 'all', enabled: false };
    await console.stack.call('POST', '/v1/webhooks', hook);
    await storeOutcomes();

    /** Follows the link of a row, and waits until its target shows these texts. */
    const leads = async (table: string, row: string, shown: readonly string[]): Promise<void> => {
      await page.goto('/overview');
      const link = page.getByRole('table', { name: table }).getByRole('row').filter({ hasText: row });
      await link.getByRole('link').click();
      for (const text of shown) await page.getByText(text, { exact: true }).first().waitFor();
    };
    await leads('What fails', 'failing.example.com:993', failing);
    await page.getByText('2 domains, 2 failing').waitFor();
    await leads('Certificates that end soon', 'ends.example.com:993', ['ends.example.com']);
    await page.getByText('1 domain shown').waitFor();
    await leads('Access that ends soon', 'CRM sync', ['CRM sync']);
    await leads('Servers', 'exchange.example.com:443', ['office.example.com']);
    await leads('Servers', 'failing.example.com:993', failing);

    /** Follows a link that is in no table. */
    const opens = async (name: string | RegExp, shown: string): Promise<void> => {
      await page.goto('/overview');
      await page.getByRole('main').getByRole('link', { name }).first().click();
      await page.getByText(shown, { exact: true }).first().waitFor();
    };
    await opens(/Attempts by users/, 'tried.example.com');
    await opens(/Other servers published/, 'hinted.example.com');
    const { revision } = (await readSummary()).allowlist;
    await opens(/^Revision/, `Revision ${revision}`);
    await page.evaluate(() => localStorage.clear()); // It has the time of the last visit, since which changes are shown.
    await page.goto('/overview');
    const change = page.getByRole('listitem').filter({ hasText: 'Webhook created' });
    await change.getByRole('link').click();
    await page.getByRole('button', { name: 'Edit https://hooks.example.com/' }).waitFor();
  }, 60_000);

  test('a host is changed in all domains that match, beyond the loaded rows, and a domain that was edited meanwhile is named', async () => {
    const domains = names('host', 130);
    await add(domains, 'old.example.com');
    await openList('host', domains[0]!);
    await page.getByLabel('Select all 130 domains').check();
    await page.getByText('130 domains selected').waitFor();
    await act('Change a host').click();
    await dialog().getByLabel('Old host').fill('old.example.com');
    await dialog().getByLabel('New host').fill('https://new.example.com/');
    await dialog().getByRole('button', { name: 'Preview' }).click();
    await dialog().getByText('Only the server name is needed here').waitFor();
    await dialog().getByLabel('New host').fill('new.example.com');
    await dialog().getByRole('button', { name: 'Preview' }).click();
    await dialog().getByText('The host of 130 domains will be changed and verified.').waitFor();
    const first = dialog().getByRole('table', { name: 'The first of them' }).getByRole('row').nth(1);
    expect(await first.getByRole('cell').allInnerTexts()).toEqual([
      domains[0],
      'IMAP, SMTP',
      'old.example.com',
      'new.example.com',
    ]);
    const server = { host: 'old.example.com', port: 143 };
    await console.stack.call('PUT', `/v1/mail-settings/${domains[7]}`, {
      domain: domains[7],
      kind: 'imap',
      imap: server,
      smtp: { ...server, port: 587 },
    });
    await dialog().getByRole('button', { name: 'Change 130 domains' }).click();
    await dialog().getByText('129 of 130 domains done').waitFor();
    const failure = dialog().getByRole('table', { name: '1 domain left as it was' }).getByRole('row').nth(1);
    expect(await failure.innerText()).toMatch(
      new RegExp(`^${domains[7]}\\s+Somebody changed it in the meantime`),
    );
    await dialog().getByRole('button', { name: 'Close' }).last().click();
    await waitUntil(async () => (await focusedLabel()) === 'Select all 130 domains');
    expect(await read(`/v1/mail-settings/${domains[129]}`)).toMatchObject({
      revision: 2,
      imap: { host: 'new.example.com', port: 993 },
    });
    expect(await read(`/v1/mail-settings/${domains[7]}`)).toMatchObject({
      imap: { host: 'old.example.com' },
    });
  });

  test('chosen rows are verified, exported and deleted; others are not touched', async () => {
    const domains = names('pick', 4);
    await add(domains, '127.0.0.1');
    await waitUntil(async () => {
      const { data } = (await read('/v1/mail-settings?search=pick')) as {
        data: { verification: { state: string } }[];
      };
      return data.every(({ verification }) => !['queued', 'running'].includes(verification.state));
    });
    await openList('pick', domains[0]!);
    for (const domain of [domains[1]!, domains[3]!])
      await page.getByRole('checkbox', { name: `Select ${domain}`, exact: true }).check();
    await page.getByText('2 domains selected').waitFor();

    await act('Export').click();
    const saved = page.waitForEvent('download');
    await dialog().getByRole('button', { name: 'Export 2 domains' }).click();
    const rows = (await readFile(await (await saved).path(), 'utf8')).trim().split('\r\n');
    expect(rows.slice(1).map((row) => row.split(',')[0])).toEqual([domains[1], domains[3]]);
    await dialog().waitFor({ state: 'detached' });
    await waitUntil(async () => (await focusedLabel()) === 'Export');

    await act('Verify').click();
    await dialog().getByRole('button', { name: 'Verify 2 domains' }).click();
    await dialog().getByText('2 of 2 domains done').waitFor();
    await dialog().getByRole('button', { name: 'Close' }).last().click();
    const history = await read(`/v1/mail-settings/${domains[3]}/verifications`);
    expect((history['data'] as { trigger: string }[])[0]).toMatchObject({ trigger: 'manual' });

    await page.getByRole('checkbox', { name: `Select ${domains[2]}`, exact: true }).check();
    await act('Delete').click();
    await dialog().getByText('you can undo it').waitFor();
    await dialog().getByRole('button', { name: 'Delete the settings of 1 domain' }).click();
    await dialog().getByText('1 of 1 domain done').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('3 domains shown').waitFor();
    expect(await total('pick')).toBe(3);
    await page.getByText('The settings of 1 domain are deleted.').waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('4 domains shown').waitFor();
    expect(await read(`/v1/mail-settings/${domains[2]}`)).toMatchObject({ imap: { host: '127.0.0.1' } });
  });

  test('a change of many domains is found again after a reload, stops after the domains that it is at, and says how far it came', async () => {
    const domains = names('halt', 250);
    await add(domains, 'old.example.com');
    await openList('halt', domains[0]!);
    const holder = new Client({ connectionString: console.databaseUrl });
    await holder.connect();
    await holder.query('begin');
    await holder.query('select 1 from mail_settings where domain = $1 for update', [domains[120]]);
    await page.getByLabel('Select all 250 domains').check();
    await act('Delete').click();
    await dialog().getByRole('button', { name: 'Delete the settings of 250 domains' }).click();
    await dialog().getByText('100 of 250 domains').waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor();
    await page.reload();
    await page.getByText('A change of many domains is running').waitFor();
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await dialog().getByRole('button', { name: 'Stop' }).click();
    await holder.end();
    await dialog()
      .getByText(/^Stopped: [12]00 of 250 domains done$/)
      .waitFor();
    expect([50, 150]).toContain(await total('halt'));
  });

  test('a view is in the address, is kept under a name in this browser, and a link shows it to others', async () => {
    const domains = names('view', 3);
    await add(domains, 'mail.example.com');
    await page.goto(list);
    await page.getByLabel('Search', { exact: true }).fill('view');
    await page.getByLabel('Sort by').selectOption('-domain');
    await page.getByText(/^3 domains, /).waitFor();
    await page.waitForURL(/search=view&sort=-domain/);
    const order = () => page.getByRole('link', { name: /^view\d+\.example\.com$/ }).allInnerTexts();
    await waitUntil(async () => (await order()).join() === domains.toReversed().join());
    await page.getByRole('button', { name: 'Copy link' }).click();
    const link = await page.evaluate(() => navigator.clipboard.readText());
    await page.getByRole('button', { name: 'Save this view' }).click();
    await page.keyboard.type('My view');
    await page.keyboard.press('Enter');
    const view = page.getByRole('group', { name: 'Saved views' }).getByRole('link', { name: 'My view' });
    await view.waitFor();

    await page.goto(list);
    await view.click();
    await page.waitForURL(/search=view&sort=-domain/);
    expect(await view.getAttribute('aria-current')).toBe('page');
    await page.getByRole('button', { name: 'Remove the view My view' }).click();
    await view.waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('button', { name: 'Save this view' }).waitFor();
    expect(await view.count()).toBe(0);

    const other = await context.newPage();
    await other.goto(link);
    await other.getByText(/^3 domains, /).waitFor();
    expect(await other.getByLabel('Search', { exact: true }).inputValue()).toBe('view');
    expect(await other.getByLabel('Sort by').inputValue()).toBe('-domain');
  });

  test('the palette finds pages, actions and domains of the server, and the focus returns when it is closed', async () => {
    const domains = names('palette', 2);
    await add(domains, 'mail.example.com');
    await page.goto('/audit');
    const search = page.getByLabel('Search', { exact: true });
    await search.focus();
    await page.keyboard.press('Control+k');
    const field = dialog().getByRole('combobox', { name: 'Page, action or domain' });
    await field.waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    expect(await search.evaluate((input) => input === document.activeElement)).toBe(true);
    await page.keyboard.press('Control+k');
    await field.fill('palette001');
    await dialog().getByRole('option', { name: domains[1]!, exact: true }).waitFor();
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`panel=edit&domain=${domains[1]}`));
    await page.getByRole('dialog').getByText('History').first().waitFor();
    await page.goto('/audit');
    await search.waitFor();
    await page.keyboard.press('Control+k');
    await field.fill('firewall');
    expect(await dialog().getByRole('option', { selected: true }).innerText()).toBe('Firewall rules');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/firewall$/);
  });

  test('keys search, add, move in the list, open and explain themselves, and never in a field', async () => {
    const domains = names('keys', 3);
    await add(domains, 'mail.example.com');
    await page.goto('/audit');
    await page.getByLabel('Search', { exact: true }).fill('n/?jk');
    expect(await page.getByLabel('Search', { exact: true }).inputValue()).toBe('n/?jk');
    expect(await dialog().count()).toBe(0);
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('/');
    await page.waitForURL(/activities/);
    await page.locator('search input:focus').waitFor();
    await page.keyboard.type('keys');
    await page.getByText(/^3 domains, /).waitFor();
    await page.getByRole('heading', { level: 1 }).click();
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    for (const [key, domain] of [
      ['j', domains[0]],
      ['j', domains[1]],
      ['k', domains[0]],
      ['j', domains[1]],
    ]) {
      await page.keyboard.press(key!);
      expect(await focused()).toBe(domain);
    }
    await page.keyboard.press('Enter');
    await page.waitForURL(new RegExp(`domain=${domains[1]}`));
    await dialog().getByText('History').first().waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    await waitUntil(async () => (await focused()) === domains[1]);
    await page.keyboard.press('?');
    await dialog().getByText('Show these keys').waitFor();
    await page.keyboard.press('Escape');
    await dialog().waitFor({ state: 'detached' });
    expect(await focused()).toBe(domains[1]);
    await page.keyboard.press('n');
    await dialog().getByText('New IMAP settings').waitFor();
  });
});
