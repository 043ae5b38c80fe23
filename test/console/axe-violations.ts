import type { Result } from 'axe-core';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const rules = {
  all: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  colours: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
};
let script: Promise<string> | undefined;

/**
 * Returns the violations of WCAG 2.2 A and AA that axe finds on a page, one line for each rule. Of a page with an open
 * dialog only the dialog is tested: the page behind it is inert, and a view of its own. `colours` tests only the rules about
 * colours, for a page whose other rules were tested in another colour scheme.
 */
export async function axeViolations(page: Page, tested: keyof typeof rules = 'all'): Promise<string[]> {
  script ??= readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  // Compiling axe takes as much time as all rules about colours.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(await script);
  await page.evaluate(shortenCode);
  const run = `axe.run(document.querySelector('[role=dialog]') ?? document, { runOnly: ${JSON.stringify(rules[tested])}, resultTypes: ['violations'], preload: false, selectors: false })`;
  const violations = (await page.evaluate(`${run}.then(({ violations }) => violations)`)) as Result[];
  return violations.map(
    ({ id, impact, nodes }) => `${impact} ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`,
  );
}

/** Coloured code consists of thousands of elements of a few kinds; its first lines have all of them. */
function shortenCode(): void {
  for (const code of document.querySelectorAll('code'))
    for (const element of [...code.children].slice(200)) element.remove();
}
