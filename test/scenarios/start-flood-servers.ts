import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Server } from '@postern/core/server';

export type FloodServers = { readonly targets: readonly Server[]; readonly close: () => Promise<void> };

/** Starts the flooding servers in their own process. */
export async function startFloodServers(): Promise<FloodServers> {
  const hooks = fileURLToPath(new URL('../../infra/bootstrap/typescript-imports.mjs', import.meta.url));
  const program = fileURLToPath(new URL('./flood-servers.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', hooks, program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return {
    targets: JSON.parse(line) as Server[],
    async close() {
      const exited = once(child, 'exit');
      child.stdin.end();
      await exited;
    },
  };
}
