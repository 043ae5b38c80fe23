import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { reservePort } from '../servers/loopback-port.js';
import { endingWithParent } from '../servers/ending-with-parent.js';

/** Starts the example of a host product as its first lines say, and resolves when it answers. */
export async function startHostProduct(
  postern: string,
  token: string,
): Promise<{ url: string; stop(): Promise<void> }> {
  const file = fileURLToPath(new URL('../../infra/examples/connect/host-product.mjs', import.meta.url));
  const port = await reservePort();
  const child = spawn(...endingWithParent('KILL', process.execPath, [file]), {
    env: { POSTERN_URL: postern, POSTERN_TOKEN: token, HOST_PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return {
    url: `http://127.0.0.1:${port}`,
    async stop() {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}
