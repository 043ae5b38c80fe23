import { describe } from '@jest/globals';
import type { SystemProgram } from './system-packages.js';

export type TestNeed = SystemProgram | 'root';

/**
 * `describe` for tests that need real programs. If a program is missing, the tests are skipped, their title names
 * the program, and the summary at the end lists them.
 */
export function describeWith(needs: readonly TestNeed[], title: string, body: () => void): void {
  const missing = needs.filter((need) => !isHere(need));
  if (missing.length === 0) describe(title, body);
  else describe.skip(`${title} (needs ${missing.join(', ')})`, body);
}

/** Whether a program or a right that tests need is there. */
export function isHere(need: TestNeed): boolean {
  if (need === 'root') return process.getuid?.() === 0;
  if (need === 'redis') return process.env.TEST_REDIS_URL !== undefined;
  return (process.env.TEST_PROGRAMS ?? '').split(',').includes(need);
}
