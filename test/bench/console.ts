import { Client } from 'pg';
import type { BrowserContext, Page } from 'playwright-core';
import { gzipSync } from 'node:zlib';
import { signedInContext } from '../console/open-view.js';
import { startConsole, type ConsoleStack } from '../console/start-console.js';
import { startTestServers } from '../environment/test-servers.js';
import { median } from './alternate.js';
import { startEmptyPage } from './empty-page.js';

const list = '/settings/objects/activities';
const domains = 10_000;
const mostScriptKilobytes = 150;
/** How many times as long as the empty page a page may take. */
const mostTimesEmpty = 2.5;
const mostRequests = 40;
const longestTaskMs = 60;
const pages = [
  '/overview',
  list,
  '/settings/import',
  '/connect',
  '/allowlist',
  '/firewall?target=nftables',
  '/firewall/handover',
  '/tokens',
  '/audit',
];

/**
 * Measures the first visit with an empty cache, compared with an empty page; the requests of the list with a panel; the
 * longest task of each page; then scrolling and filtering a long list. Ends with 1 if a figure is over its limit.
 */
export async function run(options: readonly string[]): Promise<void> {
  const rounds = options.includes('--quick') ? 3 : 9;
  const stopServers = await startTestServers();
  const stack = await startConsole();
  const empty = await startEmptyPage();
  try {
    await oneDomain(stack);
    const inConsole = () => signedInContext(stack, 'super-admin');
    const inEmpty = () => stack.browser.newContext({ baseURL: empty.url });
    const least = await firstVisits('empty Vite and React page', rounds, inEmpty, '/', 'h1');
    const add = 'button:has-text("Add IMAP settings")';
    judgeVisit(await firstVisits('the list, signed in', rounds, inConsole, list, add), least);
    const signIn = () => signedInContext(stack, null);
    judgeVisit(
      await firstVisits('the sign-in page', rounds, signIn, '/sign-in', 'button[type=submit]'),
      least,
    );
    await requestsOfPanel(stack);
    await longestTasks(stack);
    await longList(stack);
  } finally {
    await empty.stop();
    await stack.stop();
    await stopServers();
  }
}

type Visit = { readonly scriptBytes: number; readonly lcpMs: number; readonly interactiveMs: number };

async function firstVisits(
  name: string,
  rounds: number,
  open: () => Promise<BrowserContext>,
  path: string,
  control: string,
): Promise<Visit> {
  const visits: Visit[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const context = await open(); // Each context starts with an empty cache.
    visits.push(await visit(await context.newPage(), path, control));
    await context.close();
  }
  const of = (figure: keyof Visit) => median(visits.map((each) => each[figure]));
  const visited = {
    scriptBytes: of('scriptBytes'),
    lcpMs: of('lcpMs'),
    interactiveMs: of('interactiveMs'),
  };
  console.log(
    `${name}: ${(visited.scriptBytes / 1000).toFixed(1)} KB of JavaScript (gzip), largest contentful paint ${visited.lcpMs.toFixed(0)} ms, interactive ${visited.interactiveMs.toFixed(0)} ms`,
  );
  return visited;
}

/** Compares a first visit with the limits and with that of an empty page. */
function judgeVisit(visited: Visit, empty: Visit): void {
  const lcp = visited.lcpMs / empty.lcpMs;
  const interactive = visited.interactiveMs / empty.interactiveMs;
  console.log(`  ${lcp.toFixed(1)} and ${interactive.toFixed(1)} times as long as the empty page`);
  judge('KB of JavaScript', visited.scriptBytes / 1000, mostScriptKilobytes);
  judge('times the paint of the empty page', lcp, mostTimesEmpty);
  judge('times until the empty page is interactive', interactive, mostTimesEmpty);
}

function judge(what: string, figure: number, limit: number): void {
  if (figure <= limit) return;
  console.log(`  over the limit of ${limit} ${what}`);
  process.exitCode = 1;
}

/** Prints the number of requests until the list and the panel of a domain are shown, with an empty cache. */
async function requestsOfPanel(stack: ConsoleStack): Promise<void> {
  const context = await signedInContext(stack, 'super-admin');
  const page = await context.newPage();
  let requests = 0;
  page.on('request', () => (requests += 1));
  await page.goto(list);
  await page.getByRole('button', { name: 'Edit example.com' }).click();
  await page.getByRole('button', { name: 'Verify again' }).waitFor();
  await page.waitForLoadState('networkidle');
  console.log(`the list and the panel of a domain: ${requests} requests`);
  judge('requests', requests, mostRequests);
  await context.close();
}

/** Prints the longest task of each page while it is opened, with the code in the cache. */
async function longestTasks(stack: ConsoleStack): Promise<void> {
  const context = await signedInContext(stack, 'super-admin');
  const page = await context.newPage();
  await observe(page);
  for (const path of pages) {
    for (const isCached of [false, true]) {
      await page.goto(path);
      await page.locator('h1').first().waitFor();
      await page.waitForLoadState('networkidle');
      if (!isCached) continue;
      const longest = await page.evaluate(() => window.figures.longestTaskMs);
      console.log(`${path}: longest task ${longest} ms`);
      judge('ms of one task', longest, longestTaskMs);
    }
  }
  await context.close();
}

/** Returns the time until a page is interactive: its control exists, and no later task takes 50 ms or more. */
async function visit(page: Page, path: string, control: string): Promise<Visit> {
  await observe(page);
  const scripts: Promise<number>[] = [];
  page.on('response', (response) => {
    if (/javascript/.test(response.headers()['content-type'] ?? '')) {
      scripts.push(response.body().then((bytes) => gzipSync(bytes, { level: 9 }).length));
    }
  });
  await page.goto(path);
  await page.locator(control).first().waitFor();
  const controlMs = await page.evaluate(() => performance.now());
  await page.waitForLoadState('networkidle');
  const { lcpMs, lastTaskMs } = await page.evaluate(() => window.figures);
  const sizes = await Promise.all(scripts);
  return {
    scriptBytes: sizes.reduce((sum, size) => sum + size, 0),
    lcpMs,
    interactiveMs: Math.max(controlMs, lastTaskMs),
  };
}

declare global {
  interface Window {
    figures: { lcpMs: number; lastTaskMs: number; longestTaskMs: number };
  }
}

async function observe(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.figures = { lcpMs: 0, lastTaskMs: 0, longestTaskMs: 0 };
    new PerformanceObserver((seen) => {
      for (const entry of seen.getEntries()) window.figures.lcpMs = entry.startTime;
    }).observe({ type: 'largest-contentful-paint', buffered: true });
    new PerformanceObserver((seen) => {
      for (const { startTime, duration } of seen.getEntries()) {
        window.figures.lastTaskMs = startTime + duration;
        window.figures.longestTaskMs = Math.max(window.figures.longestTaskMs, duration);
      }
    }).observe({ type: 'longtask', buffered: true });
  });
}

async function oneDomain({ stack, mail }: ConsoleStack): Promise<void> {
  const server = (port: number) => ({ host: '127.0.0.1', port, tls: 'implicit' });
  const body = {
    domain: 'example.com',
    kind: 'imap',
    imap: server(mail.imapsPort),
    smtp: server(mail.submissionsPort),
  };
  const saved = await stack.call<{ verification: { id: string } }>('POST', '/v1/mail-settings', body);
  await stack.settled(saved.verification.id);
}

/** Scrolls through the whole list, filters it, and prints the longest task of the page's main thread. */
async function longList(stack: ConsoleStack): Promise<void> {
  const client = new Client({ connectionString: stack.databaseUrl });
  await client.connect();
  await client.query(
    `insert into mail_settings
     select (jsonb_populate_record(one, jsonb_build_object('id', gen_random_uuid(), 'domain', 'd' || number || '.example.net',
       'display_domain', 'd' || number || '.example.net'))).*
     from mail_settings one, generate_series(1, $1::int) number where one.domain = 'example.com'`,
    [domains - 1],
  );
  await client.end();
  const context = await signedInContext(stack, 'super-admin');
  const page = await context.newPage();
  await observe(page);
  await page.goto(list);
  await page.getByText('100 domains shown').waitFor();
  await page.evaluate(() => void (window.figures.longestTaskMs = 0));
  const startedAt = performance.now();
  const end = page.getByText(`${domains.toLocaleString('en')} domains shown`, { exact: true });
  while (!(await end.isVisible())) await page.mouse.wheel(0, 20_000);
  const scrolling = await page.evaluate(() => window.figures.longestTaskMs);
  const seconds = (performance.now() - startedAt) / 1000;
  await page.evaluate(() => void (window.figures.longestTaskMs = 0));
  await page.getByLabel('Search', { exact: true }).pressSequentially('d777.');
  await page.getByText('1 domain shown').waitFor();
  await page.getByLabel('Search', { exact: true }).fill('');
  await page.getByText(/domains shown/).waitFor();
  const filtering = await page.evaluate(() => window.figures.longestTaskMs);
  console.log(
    `${domains} domains: longest task ${scrolling} ms while scrolling all (${seconds.toFixed(1)} s), ${filtering} ms while filtering`,
  );
  judge('ms of one task', Math.max(scrolling, filtering), longestTaskMs);
  await context.close();
}
