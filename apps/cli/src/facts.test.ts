import { expect, test } from '@jest/globals';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

test('postern facts prints each row with its source and the day of its check', async () => {
  const { stdout } = await facts([]);
  expect(stdout).toMatch(/^Google \(Gmail and Workspace\), not checked yet\n {2}app-password: /);
  expect(stdout).toMatch(/^AOL Mail, checked \d{4}-\d\d-\d\d\n {2}app-password: /m);
  expect(stdout).toContain('  source: https://support.google.com/accounts/answer/185833\n');
});

test('postern facts --stale prints only rows whose check is older', async () => {
  const stale = async (days: string) =>
    (JSON.parse((await facts(['--stale', days, '--json'])).stdout) as { id: string }[]).map(({ id }) => id);
  const [inAYear, ever] = [await stale('365'), await stale('36500')];
  expect(inAYear).toContain('t-online');
  expect(inAYear).not.toContain('aol');
  expect(ever).toContain('google');
  expect(ever).not.toContain('t-online');
});

test('postern facts refuses a number of days that is none', async () => {
  await expect(facts(['--stale', 'soon'])).rejects.toMatchObject({
    stderr: expect.stringContaining('It must be a whole number of days.'),
  });
});

function facts(options: readonly string[]) {
  const hooks = fileURLToPath(new URL('../../../infra/bootstrap/typescript-imports.mjs', import.meta.url));
  const main = fileURLToPath(new URL('./main.ts', import.meta.url));
  return promisify(execFile)(process.execPath, ['--import', hooks, main, 'facts', ...options]);
}
