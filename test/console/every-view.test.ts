import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { BrowserContext, Page } from 'playwright-core';
import { describeWith } from '../environment/describe-with.js';
import { axeViolations } from './axe-violations.js';
import { openView, signedInContext } from './open-view.js';
import { seedAccount } from './seed-account.js';
import { startConsole, type ConsoleStack } from './start-console.js';
import { views, type View } from './views.js';

let console: ConsoleStack;
const contexts = new Map<View['role'], Promise<BrowserContext>>();

/** One session for each role, because signing in again for every view would take too long. */
function contextOf(role: View['role']): Promise<BrowserContext> {
  const known = contexts.get(role) ?? signedInContext(console, role);
  contexts.set(role, known);
  return known;
}

/** Returns how far the page or an open dialog can be scrolled sideways, in CSS pixels. */
function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => {
    const boxes = [document.documentElement, ...document.querySelectorAll('[role=dialog]')];
    return Math.max(...boxes.map((box) => box.scrollWidth - box.clientWidth));
  });
}

describeWith(['chromium', 'dovecot', 'postfix', 'openssl', 'root'], 'every view of the console', () => {
  beforeAll(async () => {
    console = await startConsole();
    await seedAccount(console);
  }, 90_000);
  afterAll(() => console.stop());

  test.each(views.map((view) => [view.name, view] as const))(
    'the view %s has no axe violations in light and dark, does not scroll sideways at 320 px, and requests no other host',
    async (_, view) => {
      const foreign: string[] = [];
      const errors: string[] = [];
      await view.prepare?.(console);
      const page = await openView(await contextOf(view.role), view, (opened) => {
        opened.on(
          'request',
          (request) => void (new URL(request.url()).origin === console.url || foreign.push(request.url())),
        );
        opened.on(
          'console',
          (message) => void (/Content Security Policy/.test(message.text()) && errors.push(message.text())),
        );
        opened.on('pageerror', (error) => errors.push(error.message));
      });
      expect(await axeViolations(page)).toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
      expect(await axeViolations(page)).toEqual([]);
      await page.setViewportSize({ width: 320, height: 700 });
      expect(await overflowOf(page)).toBeLessThanOrEqual(0);
      expect(foreign.filter((url) => !url.startsWith('blob:'))).toEqual([]);
      expect(errors).toEqual([]);
      await page.close();
    },
  );
});
