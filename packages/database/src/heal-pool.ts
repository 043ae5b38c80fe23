import type { EventEmitter } from 'node:events';
import type { Pool, PoolClient } from 'pg';

/** SQLSTATE of a change in a read-only transaction. */
const readOnlyState = '25006';

/**
 * Closes pooled connections whose server accepted no change, when they are released: after a failover a name leads to the
 * new primary, and connections to the old one would be used, and refuse every change, for as long as they live.
 *
 * Releases pooled connections that end inside a transaction. Kysely 0.29 (below MikroORM 7.2.1) releases a
 * client only after a successful commit or rollback, so without this each such death shrinks the pool by one until
 * every call fails with "timeout exceeded when trying to connect".
 */
export function healPool(pool: Pool): void {
  const held = new WeakSet<PoolClient>();
  const watched = new WeakSet<PoolClient>();
  const readOnly = new WeakSet<PoolClient>();
  pool.on('acquire', (client: PoolClient) => {
    held.add(client);
    if (watched.has(client)) return;
    watched.add(client);
    // The parser of pg 8.23 tells the errors of the server by this event, also those that a function's caller handles.
    const { connection } = client as PoolClient & { readonly connection: EventEmitter };
    connection.on('errorMessage', ({ code }: { readonly code?: string }) => {
      if (code === readOnlyState) readOnly.add(client);
    });
    client.once('end', () => {
      if (!held.has(client)) return;
      client.release(true);
      client.release = () => undefined; // Kysely may release it once more when its query fails.
    });
  });
  pool.on('release', (_error: unknown, client: PoolClient) => {
    held.delete(client);
    // The pool (pg-pool 3) keeps no client that has begun to end.
    if (readOnly.has(client)) void (client as PoolClient & { end(): Promise<void> }).end();
  });
}
