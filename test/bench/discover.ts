import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createPrivateFolder } from '../servers/private-folder.js';

/**
 * Compares discoveries with a bare loop that sends the same DNS questions and https requests, in a network namespace
 * with the servers of one domain. Needs root.
 */
export async function run(options: readonly string[]): Promise<void> {
  const folder = await createPrivateFolder('bench-discover');
  const hooks = fileURLToPath(new URL('../../infra/bootstrap/typescript-imports.mjs', import.meta.url));
  const program = fileURLToPath(new URL('./discover-in-namespace.ts', import.meta.url));
  const inside = 'ip link set lo up && exec "$0" --import "$@"';
  const command = ['-n', 'sh', '-c', inside, process.execPath, hooks, program, folder.path, ...options];
  try {
    const { stdout } = await promisify(execFile)('unshare', command);
    process.stdout.write(stdout);
  } finally {
    await folder.remove();
  }
}
