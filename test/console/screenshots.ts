/** `npm run screenshots [-- folder [pattern [language]]]`: writes a screenshot of every view at three widths, light and dark. */
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Page } from 'playwright-core';
import { startTestServers } from '../environment/test-servers.js';
import { openView, signedInContext, type Language } from './open-view.js';
import { newPageIn } from './page-in-language.js';
import { seedAccount } from './seed-account.js';
import { startConsole, type ConsoleStack } from './start-console.js';
import { views } from './views.js';

const [folder = '.postern/screenshots', wanted = '', chosen = 'en'] = process.argv.slice(2);
const language = chosen as Language;
const widths = [1280, 1024, 390];

const stopServers = await startTestServers();
let stack: ConsoleStack | undefined;
try {
  stack = await startConsole();
  await seedAccount(stack);
  await mkdir(folder, { recursive: true });
  for (const view of views.filter(({ name }) => new RegExp(wanted).test(name))) {
    await view.prepare?.(stack);
    const context = await signedInContext(stack, view.role, { language });
    const page = await newPageIn(context, language);
    try {
      await openView(page, view);
    } catch (error) {
      // A view that fails does not stop the others; its screenshots show the fault.
      console.error(`${view.name} does not show what it should:`, error);
      process.exitCode = 1;
    }
    for (const width of widths) {
      await growToContent(page, width);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const path = join(resolve(folder), `${view.name}-${width}-${colorScheme}.png`);
        await page.screenshot({ path });
        console.log(path);
      }
    }
    await context.close();
  }
} finally {
  await stack?.stop();
  await stopServers();
}

/**
 * Makes the window as tall as its content, so that a screenshot shows the whole panel, with fixed bars at the edge.
 */
async function growToContent(page: Page, width: number): Promise<void> {
  await page.setViewportSize({ width, height: 844 });
  const height = await page.evaluate(() => {
    const panel = document.querySelector('[role=dialog]');
    return Math.max(844, (panel ?? document.documentElement).scrollHeight);
  });
  await page.setViewportSize({ width, height: Math.min(height, 5000) });
  await page.evaluate(() => document.querySelectorAll('*').forEach((box) => box.scrollTo(0, 0)));
}
