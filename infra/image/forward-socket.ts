import { chmodSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { once } from 'node:events';

/**
 * Listens on the Unix socket that PostgreSQL's clients look for in a folder, and forwards to a PostgreSQL on a port of
 * 127.0.0.1: a container without a network reaches it so.
 */
export async function forwardPostgresSocket(folder: string, port: number): Promise<Server> {
  const file = join(folder, `.s.PGSQL.${port}`);
  const server = createServer((client) => {
    const target = connect(port, '127.0.0.1');
    client.pipe(target).pipe(client);
    client.on('error', () => target.destroy());
    target.on('error', () => client.destroy());
  }).listen(file);
  await once(server, 'listening');
  chmodSync(file, 0o777);
  return server;
}
