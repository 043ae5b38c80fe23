import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { endingWithParent } from './ending-with-parent.js';

export type FullPort = { readonly port: number; readonly close: () => Promise<void> };

const listener =
  "require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, function () { process.stdout.write(String(this.address().port)) })";

/**
 * Starts a listener on 127.0.0.1 that does not answer connection attempts, like a firewall that drops packets: its
 * process is stopped and its queue is full.
 */
export async function startFullPort(): Promise<FullPort> {
  const child = spawn(...endingWithParent('KILL', process.execPath, ['-e', listener]), {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: {},
  });
  const [text] = (await once(child.stdout, 'data')) as [Buffer];
  const port = Number(text.toString());
  child.kill('SIGSTOP');
  const fillers: Socket[] = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => {}));
  await Promise.all(fillers.slice(0, 2).map((socket) => once(socket, 'connect')));
  return {
    port,
    async close() {
      for (const socket of fillers) socket.destroy();
      const exited = once(child, 'exit');
      child.kill('SIGKILL');
      await exited;
    },
  };
}
