import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { describeWith } from '../environment/describe-with.js';
import { axeViolations } from './axe-violations.js';
import { clippedParts } from './clipped-parts.js';
import { openView, signedInContext } from './open-view.js';
import { seedAccount } from './seed-account.js';
import { startConsole, type ConsoleStack } from './start-console.js';
import type { View } from './view.js';
import { views } from './views.js';

let console: ConsoleStack;
const pages = new Map<View['role'], Promise<Page>>();

/** One tab for each role: a new tab would compile the console's scripts again, and a new session would sign in again. */
function pageOf(role: View['role']): Promise<Page> {
  const known = pages.get(role) ?? signedInContext(console, role).then(openPage);
  pages.set(role, known);
  return known;
}

async function openPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  // The form of the view before may have unsaved input, about which the browser asks.
  page.on('dialog', (dialog) => void dialog.accept());
  return page;
}

/** Widths in CSS pixels; 640 is a window of 1280 pixels at 200 % zoom. */
const widths = [1024, 768, 640, 390, 320, 1280];

describeWith(['chromium', 'dovecot', 'postfix', 'openssl', 'root'], 'every view of the console', () => {
  beforeAll(async () => {
    console = await startConsole();
    await seedAccount(console);
  }, 90_000);
  afterAll(() => console.stop());

  test.each(views.map((view) => [view.name, view] as const))(
    'the view %s has no axe violations in light and dark, is not cut off from 320 to 1280 px, and requests no other host',
    async (_, view) => {
      await view.prepare?.(console);
      const page = await pageOf(view.role);
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
});

/** Returns what is cut off at each width, and leaves the page at the last one. */
async function clippedAt(page: Page): Promise<Record<number, string[]>> {
  const clipped: Record<number, string[]> = {};
  for (const width of widths) {
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
