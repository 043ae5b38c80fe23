import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { AxeResults } from 'axe-core';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { describeWith } from '../environment/describe-with.js';
import { openView, signedInContext } from './open-view.js';
import { seedAccount } from './seed-account.js';
import { startConsole, type ConsoleStack } from './start-console.js';
import { views } from './views.js';

let console: ConsoleStack;
let axe: string;

/** What axe finds against WCAG 2.2 A and AA, in a form that reads well when a test fails. */
async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(axe);
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
  const run = `axe.run(document, { runOnly: ${JSON.stringify(tags)} })`;
  const { violations } = (await page.evaluate(run)) as AxeResults;
  return violations.map(
    ({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
}

describeWith(['chromium', 'dovecot', 'postfix', 'openssl', 'root'], 'every view of the console', () => {
  beforeAll(async () => {
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
    console = await startConsole();
    await seedAccount(console);
  }, 90_000);
  afterAll(() => console.stop());

  test.each(views.map((view) => [view.name, view] as const))(
    '%s has no accessibility violation in light or dark, asks no other host and keeps its policy',
    async (_, view) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const context = await signedInContext(console, view.role, { colorScheme });
        const foreign: string[] = [];
        const complaints: string[] = [];
        context.on(
          'request',
          (request) => void (new URL(request.url()).origin === console.url || foreign.push(request.url())),
        );
        context.on(
          'console',
          (message) =>
            void (/Content Security Policy/.test(message.text()) && complaints.push(message.text())),
        );
        const page = await openView(context, view);
        expect(await violationsOf(page)).toEqual([]);
        expect(foreign.filter((url) => !url.startsWith('blob:'))).toEqual([]);
        expect(complaints).toEqual([]);
        await context.close();
      }
    },
  );

  test.each(views.map((view) => [view.name, view] as const))(
    '%s does not scroll sideways at 320 px',
    async (_, view) => {
      const context = await signedInContext(console, view.role, { width: 320 });
      const page = await openView(context, view);
      const overflow = await page.evaluate(() => {
        const boxes = [document.documentElement, ...document.querySelectorAll('[role=dialog]')];
        return Math.max(...boxes.map((box) => box.scrollWidth - box.clientWidth));
      });
      expect(overflow).toBeLessThanOrEqual(0);
      await context.close();
    },
  );
});
