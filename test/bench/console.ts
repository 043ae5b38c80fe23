import type { BrowserContext, Page } from 'playwright-core';
import {
  countDownloads,
  mostRequests,
  mostScriptKilobytes,
  openListAndPanel,
  type Downloads,
} from '../console/downloads.js';
import { signedInContext } from '../console/open-view.js';
import { seedAccount } from '../console/seed-account.js';
import { startConsole, type ConsoleStack } from '../console/start-console.js';
import { startTestServers } from '../environment/test-servers.js';
import { startEmptyPage } from './empty-page.js';
import { judge, measureLongTasks } from './long-tasks.js';
import { recordMainThread } from './main-thread.js';

/** How many times as long as the empty page the first page may take. */
const mostTimesEmpty = 2.5;

/**
 * Measures the first visit of a signed-in admin with an empty cache, compared with an empty page; the requests of the list
 * with a panel; then the longest task of each page with 10,000 domains. Ends with 1 if a figure is over its limit.
 */
export async function run(options: readonly string[]): Promise<void> {
  const rounds = options.includes('--quick') ? 3 : 9;
  const stopServers = await startTestServers();
  const stack = await startConsole();
  const empty = await startEmptyPage();
  try {
    await seedAccount(stack);
    await firstVisits(rounds, stack, empty.url);
    await listAndPanel(stack);
    if (!options.includes('--first')) await measureLongTasks(stack, options.includes('--quick') ? 2 : 4);
  } finally {
    await empty.stop();
    await stack.stop();
    await stopServers();
  }
}

type Figures = {
  readonly paintMs: number;
  readonly interactiveMs: number;
  /** The processor time of the main thread until the network was idle. */
  readonly processorMs: number;
};
type Visit = Figures & { readonly downloads: Downloads };

/** Visits the empty page and the overview in turn, and compares the quickest visits. */
async function firstVisits(rounds: number, stack: ConsoleStack, emptyUrl: string): Promise<void> {
  const empty: Visit[] = [];
  const overview: Visit[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const plain = await stack.browser.newContext({ baseURL: emptyUrl });
    empty.push(await visit(stack, plain, '/', 'h1'));
    overview.push(await visit(stack, await signedInContext(stack, 'super-admin'), '/overview', 'h2'));
  }
  const least = print('an empty Vite and React page', empty);
  const first = print('the overview', overview);
  const times = (figure: keyof Figures) => first[figure] / least[figure];
  console.log(
    `  the paint ${times('paintMs').toFixed(2)}, interactive ${times('interactiveMs').toFixed(2)}, processor time ${times('processorMs').toFixed(2)} times those of the empty page`,
  );
  judge('kB of JavaScript', first.downloads.scriptKilobytes, mostScriptKilobytes);
  judge('times the paint of the empty page', times('paintMs'), mostTimesEmpty);
  judge('times until the empty page is interactive', times('interactiveMs'), mostTimesEmpty);
}

function print(name: string, visits: readonly Visit[]): Visit {
  const least = (figure: keyof Figures) => Math.min(...visits.map((each) => each[figure]));
  const { downloads } = visits[0]!;
  const quickest = {
    downloads,
    paintMs: least('paintMs'),
    interactiveMs: least('interactiveMs'),
    processorMs: least('processorMs'),
  };
  console.log(
    `${name}: ${downloads.scriptKilobytes.toFixed(1)} kB of JavaScript and ${downloads.styleKilobytes.toFixed(1)} kB of CSS (gzip) in ${downloads.requests} requests; at best of ${visits.length}: largest contentful paint ${quickest.paintMs.toFixed(0)} ms, interactive ${quickest.interactiveMs.toFixed(0)} ms, ${quickest.processorMs.toFixed(0)} ms of processor time`,
  );
  return quickest;
}

/** A page is interactive when its content is there and no later task takes 50 ms or more. */
async function visit(
  { browser }: ConsoleStack,
  context: BrowserContext, // Each has an empty cache.
  path: string,
  content: string,
): Promise<Visit> {
  const page = await context.newPage();
  await observe(page);
  let contentMs = 0;
  let downloads!: Downloads;
  const { totalMs } = await recordMainThread(browser, page, async () => {
    downloads = await countDownloads(page, async () => {
      await page.goto(path);
      await page.locator(content).first().waitFor();
      contentMs = await page.evaluate(() => performance.now());
    });
  });
  const { paintMs, lastTaskMs } = await page.evaluate(() => window.figures);
  await context.close();
  return { downloads, paintMs, interactiveMs: Math.max(contentMs, lastTaskMs), processorMs: totalMs };
}

declare global {
  interface Window {
    figures: { paintMs: number; lastTaskMs: number };
  }
}

async function observe(page: Page): Promise<void> {
  await page.addInitScript(() => {
    window.figures = { paintMs: 0, lastTaskMs: 0 };
    new PerformanceObserver((seen) => {
      for (const entry of seen.getEntries()) window.figures.paintMs = entry.startTime;
    }).observe({ type: 'largest-contentful-paint', buffered: true });
    new PerformanceObserver((seen) => {
      for (const { startTime, duration } of seen.getEntries())
        window.figures.lastTaskMs = startTime + duration;
    }).observe({ type: 'longtask', buffered: true });
  });
}

/** Prints the number of requests until the list and the panel of a domain are shown, with an empty cache. */
async function listAndPanel(stack: ConsoleStack): Promise<void> {
  const context = await signedInContext(stack, 'super-admin');
  const page = await context.newPage();
  const { requests } = await countDownloads(page, () => openListAndPanel(page, 'example.com'));
  console.log(`the list and the panel of a domain: ${requests} requests`);
  judge('requests', requests, mostRequests);
  await context.close();
}
