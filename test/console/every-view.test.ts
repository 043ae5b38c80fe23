import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Page } from 'playwright-core';
import { describeWith } from '../environment/describe-with.js';
import { axeViolations } from './axe-violations.js';
import { clippedParts } from './clipped-parts.js';
import { countDownloads, mostRequests, mostScriptKilobytes, openListAndPanel } from './downloads.js';
import { openView, signedInContext, type Language } from './open-view.js';
import { newPageIn } from './page-in-language.js';
import { seedAccount } from './seed-account.js';
import { startConsole, type ConsoleStack } from './start-console.js';
import type { View } from './view.js';
import { views } from './views.js';

let console: ConsoleStack;
const pages = new Map<string, Promise<Page>>();

/** The language of all views; the long form of this test runs once more with `TEST_LANGUAGE=de` and `fr`. */
const language = (process.env['TEST_LANGUAGE'] ?? 'en') as Language;

/** One tab for each role: a new tab would compile the console's scripts again, and a new session would sign in again. */
function pageOf(role: View['role'], of: Language): Promise<Page> {
  const key = `${of} ${role}`;
  const known = pages.get(key) ?? newPage(role, of);
  pages.set(key, known);
  return known;
}

async function newPage(role: View['role'], of: Language): Promise<Page> {
  const page = await newPageIn(await signedInContext(console, role, { language: of }), of);
  // The form of the view before may have unsaved input, about which the browser asks.
  page.on('dialog', (dialog) => void dialog.accept());
  return page;
}

/** Widths in CSS pixels; 640 is a window of 1280 pixels at 200 % zoom. */
const widths = [1024, 768, 640, 390, 320, 1280];

/** Views that need no preparation, for the short form in German. */
const mainViews = [
  'overview',
  'settings',
  'new-imap',
  'domain-failed',
  'connect-filled',
  'firewall-nftables',
  'import-problems',
  'tokens',
];

describeWith(['chromium', 'dovecot', 'postfix', 'openssl', 'root'], 'every view of the console', () => {
  beforeAll(async () => {
    console = await startConsole();
    await seedAccount(console);
  }, 240_000);
  afterAll(() => console.stop());

  test.each(views.map((view) => [view.name, view] as const))(
    'the view %s has no axe violations in light and dark, is not cut off from 320 to 1280 px, and requests no other host',
    async (_, view) => {
      await view.prepare?.(console);
      const page = await pageOf(view.role, language);
      const faults = watch(page);
      await openView(page, view);
      expect(await clippedAt(page)).toEqual({});
      const light = await axeViolations(page);
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
      const dark = await axeViolations(page, 'colours');
      expect({ light, dark }).toEqual({ light: [], dark: [] });
      expect(faults()).toEqual([]);
      await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
      await page.unrouteAll({ behavior: 'ignoreErrors' });
      // An operator's account is remembered by the tab.
      await page.evaluate(() => sessionStorage.clear());
    },
    60_000,
  );

  test('the main views in German, whose texts are the longest, are not cut off', async () => {
    for (const view of views.filter(({ name }) => mainViews.includes(name))) {
      const page = await pageOf(view.role, 'de');
      await openView(page, view);
      expect([view.name, await clippedAt(page, [1024, 320])]).toEqual([view.name, {}]);
    }
  }, 90_000);

  test.each(['en', 'de', 'fr'] as const)(
    'the first page with failures downloads at most 150 kB of JavaScript in the language %s',
    async (of) => {
      const overview = await countInNewBrowser(of, async (page) => {
        await page.goto('/overview');
        await page.getByRole('table', { name: 'What fails' }).waitFor();
      });
      expect(overview.scriptKilobytes).toBeGreaterThan(100); // Of React DOM and the router alone.
      expect(overview.scriptKilobytes).toBeLessThanOrEqual(mostScriptKilobytes);
    },
    60_000,
  );

  test('the list with a panel takes at most 40 requests', async () => {
    const { requests } = await countInNewBrowser('en', (page) => openListAndPanel(page, 'example.com'));
    expect(requests).toBeLessThanOrEqual(mostRequests);
  }, 60_000);

  test('the overview asks for what it shows, once, before its code is there, and is rendered with it', async () => {
    const context = await signedInContext(console, 'super-admin');
    const page = await context.newPage();
    const requests: string[] = [];
    page.on('request', (request) => requests.push(new URL(request.url()).pathname));
    const answered = ['/v1/me', '/v1/summary', '/v1/servers', '/assets/AttentionTable'].map((path) =>
      page.waitForResponse(new RegExp(path)),
    );
    await page.route(/\/assets\/libraries-.*\.js$/, async (route) => {
      await Promise.all(answered);
      await route.continue();
    });
    await page.addInitScript(() => {
      window.placeholders = 0;
      new MutationObserver(() => {
        window.placeholders += document.querySelectorAll('.mantine-Skeleton-root').length;
      }).observe(document, { childList: true, subtree: true });
    });
    await page.goto('/overview');
    await page.getByRole('table', { name: 'What fails' }).waitFor();
    expect(requests.filter((path) => path === '/v1/me')).toHaveLength(1);
    expect(await page.evaluate(() => window.placeholders)).toBe(0);
    await context.close();
  }, 60_000);
});

declare global {
  interface Window {
    /** How many placeholders were on the page, counted at each change of the page. */
    placeholders: number;
  }
}

/** Counts the downloads with an empty cache, signed in as an admin. */
async function countInNewBrowser(of: Language, act: (page: Page) => Promise<void>) {
  const context = await signedInContext(console, 'super-admin', { language: of });
  const page = await newPageIn(context, of);
  const downloads = await countDownloads(page, () => act(page));
  await context.close();
  return downloads;
}

/** Returns what is cut off at each width, and leaves the page at the last one. */
async function clippedAt(page: Page, at = widths): Promise<Record<number, string[]>> {
  const clipped: Record<number, string[]> = {};
  for (const width of at) {
    await page.setViewportSize({ width, height: 700 });
    // Two frames: the list measures its rows in the first and places them in the second.
    await page.evaluate(
      () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
    );
    const parts = await clippedParts(page);
    if (parts.length > 0) clipped[width] = parts;
  }
  return clipped;
}

/** Collects requests to other hosts, breaches of the Content Security Policy and errors, until the faults are read. */
function watch(page: Page): () => readonly string[] {
  const faults: string[] = [];
  const onRequest = (request: { url(): string }) => {
    const url = request.url();
    if (new URL(url).origin !== console.url && !url.startsWith('blob:')) faults.push(url);
  };
  const onMessage = (message: { text(): string }) =>
    void (/Content Security Policy/.test(message.text()) && faults.push(message.text()));
  const onError = (error: Error) => void faults.push(error.message);
  page.on('request', onRequest).on('console', onMessage).on('pageerror', onError);
  return () => {
    page.off('request', onRequest).off('console', onMessage).off('pageerror', onError);
    return faults;
  };
}
