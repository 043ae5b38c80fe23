import type { BrowserContext, Page } from 'playwright-core';
import type { ConsoleStack } from './start-console.js';
import type { View } from './view.js';

/** Of the browser, from which the console takes its language. */
const locales = { en: 'en-US', de: 'de-DE', fr: 'fr-FR' } as const;
export type Language = keyof typeof locales;

type ContextOptions = {
  readonly width?: number;
  readonly colorScheme?: 'light' | 'dark';
  readonly language?: Language;
};

/** Returns a new browser context with a session of the role, which is started as the sign-in form does it. */
export async function signedInContext(
  { browser, url, tokens }: ConsoleStack,
  role: View['role'],
  { width = 1280, colorScheme = 'light', language = 'en' }: ContextOptions = {},
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height: width < 600 ? 844 : 860 },
    colorScheme,
    locale: locales[language],
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  // Below Jest's time limit of a test, so that a failure names what was not found.
  context.setDefaultTimeout(50_000);
  if (role === null) return context;
  const answer = await context.request.post('/v1/session', {
    data: { token: tokens[role] },
    headers: { origin: url },
  });
  if (answer.status() !== 204) throw new Error(`The sign-in as ${role} answered ${answer.status()}`);
  return context;
}

/** Opens a view in a tab, runs its `act` and waits until it has loaded. */
export async function openView(page: Page, { path, ready, act, isLoading = false }: View): Promise<void> {
  await page.goto(path);
  await page.getByText(ready).filter({ visible: true }).first().waitFor();
  await act?.(page);
  await page.waitForFunction(() => [...document.images].every(({ complete }) => complete));
  if (isLoading) return;
  await page.locator('.mantine-Skeleton-root, [aria-busy=true]').first().waitFor({ state: 'detached' });
}
