import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { root, runChild } from './run-child.mjs';

const consoleFiles = join(root, 'apps/console/dist');
/** Is there if the console's files are compressed quickly. */
const quickMark = join(consoleFiles, '.quick');

/**
 * Builds what has changed: the programs with one run of the compiler, which does not check their types, and the console
 * beside it. Resolves to an exit code. With `isForRunning` a first build compresses the console's files quickly instead of
 * well. Files that are compressed well stay so: a start must not replace them under a process that serves them.
 */
export async function build({ isForRunning, step }) {
  const isFirst = !existsSync(join(root, 'apps/cli/dist/main.js'));
  return await withLock('which builds', async () => {
    const isQuick = isForRunning && (!existsSync(join(consoleFiles, 'index.html')) || existsSync(quickMark));
    if (!isQuick) rmSync(quickMark, { force: true });
    const code = await step('Building the programs and the console', isFirst ? { usual: '12 s' } : {}, () =>
      runChild(
        'turbo',
        ['run', 'build', 'build:programs', '--output-logs=errors-only', '--log-order=grouped'],
        {
          quiet: true,
          env: {
            TURBO_TELEMETRY_DISABLED: '1',
            DO_NOT_TRACK: '1',
            TURBO_UI: 'false',
            ...(isQuick && { POSTERN_QUICK_BUILD: '1' }),
          },
        },
      ),
    );
    if (code === 0 && isQuick) writeFileSync(quickMark, '');
    return code;
  });
}
