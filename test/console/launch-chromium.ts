import { chromium, type Browser } from 'playwright-core';
import { findProgram } from '../environment/system-packages.js';

/** Debian's Chromium without a window, which talks to nobody on its own account. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = await findProgram('chromium');
  if (executablePath === null)
    throw new Error('chromium is not installed; guard the suite with describeWith');
  return chromium.launch({
    executablePath,
    args: [
      '--no-sandbox', // Chromium's own sandbox refuses root.
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
