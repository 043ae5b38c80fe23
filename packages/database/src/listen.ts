import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Client, type Pool } from 'pg';
import type { Database } from './database.js';

/** Notified by each commit that has queued a delivery. */
export const deliveriesChannel = 'postern_deliveries';

const connectAgainMs = 1000;
const farewellMs = 1000;

/**
 * Calls `onNotified` after each commit that has notified `channel`, and after each connection, because notifications of the
 * time before are lost. It has a connection of its own. While PostgreSQL is away it connects again every second, and
 * nobody is told: the caller must look by itself now and then.
 */
export function listen(
  database: Database,
  channel: string,
  onNotified: () => void,
): { close(): Promise<void> } {
  const stop = new AbortController();
  const listening = keepListening(database, channel, onNotified, stop.signal);
  return {
    async close() {
      stop.abort();
      await listening;
    },
  };
}

async function keepListening(
  database: Database,
  channel: string,
  onNotified: () => void,
  signal: AbortSignal,
): Promise<void> {
  const { options } = (await database.em.getConnection().getNativeClient()) as Pool;
  while (!signal.aborted) {
    const client = new Client(options);
    client.on('error', () => undefined); // The event `end` follows.
    client.on('notification', onNotified);
    const ended = once(client, 'end', { signal }).catch(() => undefined);
    try {
      await client.connect();
      await client.query(`listen ${client.escapeIdentifier(channel)}`);
      onNotified();
      await ended;
    } catch {
      // What the database refuses is told by the statements of the process.
    } finally {
      await Promise.race([client.end().catch(() => undefined), delay(farewellMs, undefined, { ref: false })]);
    }
    await delay(connectAgainMs, undefined, { signal }).catch(() => undefined);
  }
}
