import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { acceptTls, type ServerTls } from './accept-tls.js';
import { Wire } from './wire.js';

/** Runs the server's side of one conversation. The connection is closed when the promise resolves or rejects. */
export type Script = (wire: Wire) => Promise<void>;

export type ScriptedServer = {
  readonly port: number;
  /** Returns the number of connections that were accepted so far. */
  readonly connections: () => number;
  /** Returns everything that clients have sent, with and without TLS, as Latin-1 in the order of arrival. */
  readonly received: () => string;
  /** Returns the number of passwords that were refused so far. The refusal of a mechanism is not counted. */
  readonly refusals: () => number;
  readonly close: () => Promise<void>;
};

/**
 * Starts a server that runs `script` on every connection, inside TLS if `tls` is given. It listens on a free port of
 * 127.0.0.1 unless `address` says otherwise.
 */
export async function startScriptedServer(
  script: Script,
  tls?: ServerTls,
  address: { readonly host: string; readonly port: number } = { host: '127.0.0.1', port: 0 },
): Promise<ScriptedServer> {
  const open = new Set<Socket>();
  const received: string[] = [];
  let connections = 0;
  let refusals = 0;
  const server = createServer({ noDelay: true }, (socket) => {
    connections += 1;
    open.add(socket);
    socket.once('close', () => open.delete(socket)).on('error', () => {});
    void play(
      socket,
      script,
      tls,
      (text) => received.push(text),
      () => (refusals += 1),
    );
  });
  server.listen(address);
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    connections: () => connections,
    received: () => received.join(''),
    refusals: () => refusals,
    close: () => closeServer(server, open),
  };
}

/** A client that disconnects during a script only ends this script; some tests do that deliberately. */
async function play(
  socket: Socket,
  script: Script,
  tls: ServerTls | undefined,
  onText: (text: string) => void,
  onRefusal: () => void,
): Promise<void> {
  try {
    const stream = tls === undefined ? socket : await acceptTls(socket, tls);
    const wire = new Wire(stream, onText, onRefusal);
    await script(wire);
    wire.end();
  } catch {
    socket.destroy();
  }
}

async function closeServer(server: Server, open: ReadonlySet<Socket>): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  for (const socket of open) socket.destroy();
  await closed;
}
