import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Page } from 'playwright-core';
import { germanTable } from '../console/german-table.js';
import { signedInContext } from '../console/open-view.js';
import type { ConsoleStack } from '../console/start-console.js';
import { restOf } from '../console/downloads.js';
import { recordMainThread } from './main-thread.js';

const list = '/settings/objects/activities';
const domains = 10_000;
/** Milliseconds of processor time. */
const mostOfOneTask = 60;

/** Does something on a page, and waits until it is shown. */
type Act = (page: Page) => Promise<unknown>;

/** What is measured: opening a page with its code in the cache, and the actions that show much. */
const acts: Readonly<Record<string, { readonly path: string; readonly ready: string; readonly act?: Act }>> =
  {
    'the overview': { path: '/overview', ready: 'What fails' },
    'the list': { path: list, ready: '100 domains shown' },
    'the whole list, scrolled': { path: list, ready: '100 domains shown', act: scroll },
    'the list, filtered': { path: list, ready: '100 domains shown', act: filter },
    'a panel': { path: `${list}?panel=edit&domain=example.com`, ready: 'Verify again' },
    'a new panel': { path: `${list}?panel=new-imap`, ready: 'Outgoing Mail (SMTP)' },
    'the import': { path: '/settings/import', ready: 'Columns of a CSV file' },
    'the preview of an import': {
      path: '/settings/import',
      ready: 'Columns of a CSV file',
      act: previewImport,
    },
    'the connection of a mailbox': { path: '/connect', ready: 'Connect my email' },
    'the allowlist': { path: '/allowlist', ready: '54.174.62.196/30' },
    'the rules': { path: '/firewall?target=nftables', ready: 'postern' },
    'the handover sheet': { path: '/firewall/handover', ready: 'How to take it back' },
    'the links': { path: '/links', ready: 'Links for IT' },
    'the notifications': { path: '/notifications', ready: 'Notifications' },
    'the certificate authorities': { path: '/certificate-authorities', ready: 'Certificate authorities' },
    'the tokens': { path: '/tokens', ready: 'Test network' },
    'the audit log': { path: '/audit', ready: 'by bootstrap' },
    'the sign-in': { path: '/sign-in', ready: 'Sign in to Postern' },
  };

/** Prints the longest task of each page at best of some rounds, in an account with 10,000 domains. */
export async function measureLongTasks(stack: ConsoleStack, rounds: number): Promise<void> {
  await addDomains(stack.databaseUrl);
  const context = await signedInContext(stack, 'super-admin');
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  const rest = restOf(page);
  for (const [name, { path, ready, act }] of Object.entries(acts)) {
    const open = async () => {
      await page.goto(path);
      await page.getByText(ready).filter({ visible: true }).first().waitFor();
      await rest();
    };
    await open(); // The first visit fills the cache.
    let least = Infinity;
    for (let round = 0; round < rounds; round += 1) {
      if (act !== undefined) await open();
      const measured = () => (act === undefined ? open() : act(page).then(() => undefined));
      least = Math.min(least, (await recordMainThread(stack.browser, page, measured)).longestTaskMs);
    }
    console.log(`${name}: longest task ${least.toFixed(0)} ms`);
    judge('ms of one task', least, mostOfOneTask);
  }
  await context.close();
}

/** Says that a figure is over its limit, and makes the benchmark end with 1. */
export function judge(what: string, figure: number, limit: number): void {
  if (figure <= limit) return;
  console.log(`  over the limit of ${limit} ${what}`);
  process.exitCode = 1;
}

async function addDomains(connectionString: string): Promise<void> {
  const client = new Client({ connectionString });
  await client.connect();
  await client.query(
    `insert into mail_settings
     select (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid(), 'domain', 'd' || number || '.example.net',
       'display_domain', 'd' || number || '.example.net'))).*
     from mail_settings one, generate_series(1, $1::int) number where one.domain = 'example.com'`,
    [domains],
  );
  await client.query(
    `insert into audit_event
     select (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid()))).*
     from audit_event one, generate_series(1, 100) where one.subject = 'example.com'`,
  );
  await client.end();
}

async function scroll(page: Page): Promise<void> {
  const total = /^1\d,\d{3} domains shown$/;
  while (!(await page.getByText(total).isVisible())) await page.mouse.wheel(0, 20_000);
}

async function filter(page: Page): Promise<void> {
  const search = page.getByLabel('Search', { exact: true });
  await search.pressSequentially('d777.');
  await page.getByText('1 domain shown').waitFor();
  await search.fill('');
  await page.getByText('100 domains shown').waitFor();
}

async function previewImport(page: Page): Promise<void> {
  const ports = { imaps: 993, submissions: 465, closed: 1 };
  // By its path, because Playwright decodes a content in the page, which is a task of 160 ms.
  const folder = await mkdtemp(join(tmpdir(), 'postern-bench-'));
  const file = join(folder, 'domains.csv');
  await writeFile(file, germanTable(domains, ports));
  await page.getByLabel('Choose a file', { exact: true }).locator('xpath=self::input').setInputFiles(file);
  await page.getByRole('button', { name: 'Check without importing' }).click();
  await page.getByText('Which column is which?').waitFor();
  await rm(folder, { recursive: true });
}
