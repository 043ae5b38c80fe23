import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { BrowserContext } from 'playwright-core';
import { describeWith } from '../environment/describe-with.js';
import { axeViolations, contrastViolations } from './axe-violations.js';
import { clippedParts } from './clipped-parts.js';
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

/** Widths in CSS pixels; 640 is a window of 1280 pixels at 200 % zoom. */
const widths = [1280, 1024, 768, 640, 390, 320];

describeWith(['chromium', 'dovecot', 'postfix', 'openssl', 'root'], 'every view of the console', () => {
  beforeAll(async () => {
    console = await startConsole();
    await seedAccount(console);
  }, 90_000);
  afterAll(() => console.stop());

  test.each(views.map((view) => [view.name, view] as const))(
    'the view %s has no axe violations in light and dark, is not cut off from 320 to 1280 px, and requests no other host',
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
      const violations = { light: await axeViolations(page), dark: [] as string[] };
      await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
      await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
      violations.dark = await contrastViolations(page);
      expect(violations).toEqual({ light: [], dark: [] });
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
      expect(clipped).toEqual({});
      expect(foreign.filter((url) => !url.startsWith('blob:'))).toEqual([]);
      expect(errors).toEqual([]);
      await page.close();
    },
    60_000,
  );
});
