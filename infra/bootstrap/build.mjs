import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOfSources, isStamped, writeStamp } from './build-stamp.mjs';
import { withLock } from './lock.mjs';
import { removeStale } from './remove-stale.mjs';
import { workspaces } from './workspaces.mjs';
import { root, runChild } from './run-child.mjs';

const consoleFiles = join(root, 'apps/console/dist');
/** Is there if the console's files are compressed quickly. */
const quickMark = join(consoleFiles, '.quick');

/** Says of which sources the built files are. */
export const stampFile = join(root, 'node_modules/.postern-built');

/**
 * Builds what has changed: the programs with one run of the compiler, which does not check their types, and the console
 * beside it. Resolves to an exit code, and to 0 at once if nothing has changed. With `isForRunning` a first build
 * compresses the console's files quickly instead of well. Files that are compressed well stay so: a start must not replace them under a process that serves them.
 */
export async function build({ isForRunning, step }) {
  const isBuilt = () => isStamped(stampFile, root, workspaces()) && (isForRunning || !existsSync(quickMark));
  if (isBuilt()) return 0;
  const isFirst = !existsSync(join(root, 'apps/cli/dist/main.js'));
  return await withLock('which builds', async () => {
    if (isBuilt()) return 0;
    const sources = digestOfSources(root, workspaces());
    const isQuick = isForRunning && (!existsSync(join(consoleFiles, 'index.html')) || existsSync(quickMark));
    if (!isQuick) rmSync(quickMark, { force: true });
    removeStale(root, workspaces());
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
    if (code === 0) writeStamp(stampFile, root, workspaces(), sources);
    return code;
  });
}
