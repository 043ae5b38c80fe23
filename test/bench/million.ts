import { spawn } from 'node:child_process';
import { once } from 'node:events';

/**
 * Measures what grows with a million domains (`../million/main.ts`), in a process that runs the built api. `--domains` and
 * `--accounts` change the size; `--quick` uses 20,000 domains.
 */
export async function run(options: readonly string[]): Promise<void> {
  const loader = '--import=./infra/bootstrap/typescript-imports.mjs';
  const child = spawn(process.execPath, [loader, 'test/million/main.ts', ...options], {
    stdio: 'inherit',
    env: { ...process.env, TEST_BUILT: '1' },
  });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) process.exitCode = 1;
}
