import { waitUntil } from '../environment/wait-until.js';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Below the ports that Linux gives to outgoing connections (from 32768), which another test may open at any moment. */
const ports = { lowest: 18_000, highest: 32_767 };

/** Returns a port of 127.0.0.1 that is free now, and that no outgoing connection takes before a server listens on it. */
export async function reservePort(): Promise<number> {
  for (;;) {
    const port = randomInt(ports.lowest, ports.highest + 1);
    const server = createServer().listen(port, '127.0.0.1');
    try {
      await once(server, 'listening');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') continue;
      throw error;
    }
    server.close();
    await once(server, 'close');
    return port;
  }
}

/** Resolves when a server accepts connections on the port; throws after a minute, or when `isAlive` returns false. */
export async function waitForPort(port: number, isAlive: () => boolean): Promise<void> {
  const deadline = Date.now() + 60_000;
  while (!(await accepts(port))) {
    if (!isAlive()) throw new Error(`The server for port ${port} has ended`);
    if (Date.now() > deadline) throw new Error(`Nothing accepts connections on port ${port} after a minute`);
    await delay(20);
  }
}

/** Resolves when no server accepts connections on the port; throws after 15 s: the server was not stopped. */
export async function waitForNoServer(port: number): Promise<void> {
  await waitUntil(async () => !(await accepts(port)));
}

async function accepts(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}
