import type { Page, Response } from 'playwright-core';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';

/** What the console may download: an admin's first page, and the list of domains with an opened panel. */
export const mostScriptKilobytes = 150;
export const mostRequests = 40;

const restMs = 500;

/**
 * Returns a wait until a page is at rest: it has asked for nothing and got no answer for half a second. The overview's
 * event stream stays open, so Playwright's `networkidle` never comes.
 */
export function restOf(page: Page): () => Promise<void> {
  let lastAt = performance.now();
  const note = () => void (lastAt = performance.now());
  page.on('request', note).on('response', note);
  return async () => {
    while (performance.now() - lastAt < restMs) await delay(restMs / 5);
  };
}

/** What a page made the browser download until it was at rest. */
export type Downloads = {
  /** The JavaScript in kB, each file compressed with gzip; 1 kB is 1000 bytes. */
  readonly scriptKilobytes: number;
  readonly styleKilobytes: number;
  readonly requests: number;
};

/** Counts what a page downloads while `act` runs, and until it is at rest afterwards. */
export async function countDownloads(page: Page, act: () => Promise<void>): Promise<Downloads> {
  let requests = 0;
  const rest = restOf(page);
  const answers: Record<'script' | 'stylesheet', Response[]> = { script: [], stylesheet: [] };
  page.on('request', () => (requests += 1));
  page.on('response', (response) => {
    const type = response.request().resourceType();
    if (type === 'script' || type === 'stylesheet') answers[type].push(response);
  });
  await act();
  await rest();
  const kilobytesOf = async (all: readonly Response[]) => {
    const bodies = await Promise.all(all.map((response) => response.body()));
    return bodies.reduce((total, bytes) => total + gzipSync(bytes, { level: 9 }).length, 0) / 1000;
  };
  return {
    scriptKilobytes: await kilobytesOf(answers.script),
    styleKilobytes: await kilobytesOf(answers.stylesheet),
    requests,
  };
}

/** Opens the list of domains and the panel of one, as a person does. */
export async function openListAndPanel(page: Page, domain: string): Promise<void> {
  await page.goto('/settings/objects/activities');
  await page.getByRole('button', { name: `Edit ${domain}`, exact: true }).click();
  await page.getByRole('button', { name: 'Verify again' }).waitFor();
}
