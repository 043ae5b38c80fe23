import { once } from 'node:events';
import { connect, createServer, type AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** Returns a port of 127.0.0.1 that is free now. The kernel does not assign the port again soon. */
export async function reservePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** Resolves when a server accepts connections on the port; throws after 15 s, or when `isAlive` returns false. */
export async function waitForPort(port: number, isAlive: () => boolean): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await accepts(port))) {
    if (!isAlive()) throw new Error(`The server for port ${port} has ended`);
    if (Date.now() > deadline) throw new Error(`Nothing accepts connections on port ${port} after 15 s`);
    await delay(20);
  }
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
