import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stampFile as builtStampFile } from './build.mjs';
import { withLock } from './lock.mjs';
import { readText } from './read-text.mjs';
import { pinnedNode, root, runChild } from './run-child.mjs';

const folder = join(root, 'node_modules/.cache/postern-bundle');
/** Says of which build the bundle is. */
const stampFile = join(folder, 'stamp');

/** The option with which Node loads the bundle in place of the modules that were built. */
export const bundleOption = `--import=${pathToFileURL(join(root, 'infra/bootstrap/bundle-imports.mjs'))}`;

/**
 * Bundles what `build` has built, unless the bundle is of this build already, and resolves to an exit code. Programs that
 * run from a bundle start in half the time.
 */
export async function bundle({ step }) {
  const isBundled = () => readText(stampFile) === readText(builtStampFile);
  if (isBundled()) return 0;
  return await withLock('which bundles the programs', async () => {
    if (isBundled()) return 0;
    const stamp = readText(builtStampFile);
    const code = await step('Bundling the programs', {}, () =>
      runChild(pinnedNode(), ['infra/bootstrap/write-bundle.mjs', folder]),
    );
    if (code === 0) writeFileSync(stampFile, stamp);
    return code;
  });
}
