import { chromium, type Browser } from 'playwright-core';
import { findProgram } from '../environment/system-packages.js';

/** Starts Debian's Chromium without a window and without the requests that it sends in the background. */
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
