import { chromium, type Browser } from 'playwright-core';
import { findProgram } from '../environment/system-packages.js';

/**
 * Starts Debian's Chromium without the requests that it sends in the background. Its headless shell takes a fifth less
 * processor time for the same pages than the browser without a window (Chromium 156).
 */
export async function launchChromium(): Promise<Browser> {
  const executablePath = await findProgram('chromium');
  if (executablePath === null)
    throw new Error('chromium is not installed; guard the suite with describeWith');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox', // Chromium does not start with its sandbox as root.
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
