import { chromium, type Browser } from 'playwright-core';
import { findProgram } from '../environment/system-packages.js';

/** Starts Debian's Chromium without a window and without its own background requests. */
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
