import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export type BreakableProxy = {
  readonly port: number;
  /** Ends every connection and refuses new ones, as if the server had been killed. */
  cut(): Promise<void>;
  /** Connections from now on lead to another server, as when a name moves to it; open ones stay where they are. */
  lead(toPort: number): void;
  /** Makes the proxy listen again on the same port. */
  mend(): Promise<void>;
};

/**
 * Starts a TCP proxy on 127.0.0.1 in front of a server, so that a test can make the server unreachable and
 * reachable again.
 */
export async function startBreakableProxy(targetPort: number): Promise<BreakableProxy> {
  const open = new Set<Socket>();
  let leadsTo = targetPort;
  const start = async (port: number): Promise<Server> => {
    const server = createServer((client) => {
      const target = connect(leadsTo, '127.0.0.1');
      for (const [socket, other] of [
        [client, target],
        [target, client],
      ] as const) {
        open.add(socket);
        socket
          .on('error', () => undefined)
          .on('close', () => {
            open.delete(socket);
            other.destroy();
          });
        socket.pipe(other);
      }
    });
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return server;
  };
  let server = await start(0);
  const { port } = server.address() as AddressInfo;
  return {
    port,
    async cut() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of open) socket.destroy();
      await closed;
    },
    lead(toPort) {
      leadsTo = toPort;
    },
    async mend() {
      server = await start(port);
    },
  };
}
