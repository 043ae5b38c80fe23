import type { Socket } from 'node:net';
import type { Pool, PoolClient } from 'pg';
import type { Database } from './database.js';

/** Takes the address and port of a server; null for a Unix socket. */
type OnPeer = (address: string | null | undefined, port: number | null | undefined) => void;

/**
 * Reports where PostgreSQL is: the peer of each new connection of the pool. `ask` reports, at any time, the peer of one
 * connection and the address on which PostgreSQL has accepted it, which differs behind a pooler; it throws while the
 * database cannot be reached.
 */
export async function followPostgres(
  database: Database,
  onPeer: OnPeer,
): Promise<{ readonly ask: () => Promise<void>; readonly stop: () => void }> {
  const pool = (await database.em.getConnection().getNativeClient()) as Pool;
  const report = (client: PoolClient): void => {
    // node-postgres 8.23 has no public name for its socket.
    const { stream } = (client as PoolClient & { connection: { stream: Socket } }).connection;
    onPeer(stream.remoteAddress, stream.remotePort);
  };
  pool.on('connect', report);
  const ask = async (): Promise<void> => {
    const client = await pool.connect();
    try {
      report(client);
      const { rows } = await client.query<{ address: string | null; port: number | null }>(
        'select host(inet_server_addr()) as address, inet_server_port() as port',
      );
      onPeer(rows[0]!.address, rows[0]!.port);
    } finally {
      client.release();
    }
  };
  return { ask, stop: () => void pool.off('connect', report) };
}
