import type { Pool, PoolClient } from 'pg';

/**
 * Releases pooled connections that end inside a transaction. Kysely 0.29 (below MikroORM 7.2.1) releases a
 * client only after a successful commit or rollback, so without this each such death shrinks the pool by one until
 * every call fails with "timeout exceeded when trying to connect".
 */
export function healPool(pool: Pool): void {
  const held = new WeakSet<PoolClient>();
  const watched = new WeakSet<PoolClient>();
  pool.on('acquire', (client: PoolClient) => {
    held.add(client);
    if (watched.has(client)) return;
    watched.add(client);
    client.once('end', () => {
      if (!held.has(client)) return;
      client.release(true);
      client.release = () => undefined; // Kysely may release it once more when its query fails.
    });
  });
  pool.on('release', (_error: unknown, client: PoolClient) => held.delete(client));
}
