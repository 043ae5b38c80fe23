import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { stampFile as builtStampFile } from './build.mjs';
import { bundlePath } from './bundled-modules.mjs';
import { readText } from './read-text.mjs';
import { pinnedNode, root } from './run-child.mjs';

export const bundleFolder = join(root, bundlePath);
/** Says in the bundle of which build it is. */
export const bundleStamp = 'stamp';

/** The option with which Node loads the bundle in place of the modules that were built. */
export const bundleOption = `--import=${pathToFileURL(join(root, 'infra/bootstrap/bundle-imports.mjs'))}`;

/** Whether there is a bundle of what is built now. */
export function isBundled() {
  return readText(join(bundleFolder, bundleStamp)) === readText(builtStampFile);
}

/**
 * Bundles what is built for the next start, beside this one and with the time that it leaves. It ends with this process
 * at the latest, and a bundle that is not complete is not used.
 */
export async function bundleBeside() {
  const child = spawn(pinnedNode(), ['infra/bootstrap/write-bundle.mjs'], { cwd: root, stdio: 'ignore' });
  child.unref();
  process.on('exit', () => child.kill());
  try {
    await once(child, 'spawn');
    setPriority(child.pid, constants.priority.PRIORITY_LOW);
  } catch {
    // It could not start, or it has ended already. Without a bundle the next start is slower.
  }
}
