import { Client, type Pool } from 'pg';
import type { Database } from './database.js';
import { DatabaseUnfitError } from './database-unfit-error.js';

/** Enough to notice a pooler that other clients keep busy. */
const rounds = 5;

/**
 * Throws `DatabaseUnfitError`, with the repair, if a pooler such as PgBouncer gives every transaction another session of
 * PostgreSQL: prepared statements, the limits of a session and LISTEN would fail now and then. Two connections that are
 * open at once then share a session, or one has several. `variable` names the connection string.
 */
export async function checkSessions(database: Database, variable = 'DATABASE_URL'): Promise<void> {
  const { options } = (await database.em.getConnection().getNativeClient()) as Pool;
  const clients = [new Client(options), new Client(options)];
  try {
    for (const client of clients) {
      client.on('error', () => undefined); // The statement that waits throws it.
      await client.connect();
    }
    const seen = clients.map(() => new Set<number>());
    for (let round = 0; round < rounds; round += 1) {
      for (const [index, client] of clients.entries()) {
        const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
        seen[index]!.add(rows[0]!.pid);
      }
    }
    const [first, second] = seen as [Set<number>, Set<number>];
    if (first.size === 1 && second.size === 1 && ![...first].some((pid) => second.has(pid))) return;
  } finally {
    await Promise.all(clients.map((client) => client.end().catch(() => undefined)));
  }
  throw new DatabaseUnfitError(
    `${variable} leads to a pooler that gives every transaction another session of PostgreSQL. ` +
      'Set pool_mode = session in PgBouncer for this database, or connect to PostgreSQL directly.',
  );
}
