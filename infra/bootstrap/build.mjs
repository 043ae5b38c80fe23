import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { root, runChild } from './run-child.mjs';

/**
 * Builds what has changed: the programs with one run of the compiler, which does not check their types, and the console
 * beside it. With `isForRunning` the console's files are compressed quickly instead of well. Resolves to an exit code.
 */
export async function build({ isForRunning, step }) {
  const isFirst = !existsSync(join(root, 'apps/cli/dist/main.js'));
  return await withLock('which builds', () =>
    step('Building the programs and the console', isFirst ? { usual: '12 s' } : {}, () =>
      runChild(
        'turbo',
        ['run', 'build', 'build:programs', '--output-logs=errors-only', '--log-order=grouped'],
        {
          quiet: true,
          env: {
            TURBO_TELEMETRY_DISABLED: '1',
            DO_NOT_TRACK: '1',
            TURBO_UI: 'false',
            ...(isForRunning && { POSTERN_QUICK_BUILD: '1' }),
          },
        },
      ),
    ),
  );
}
