import type { Database } from '../database.js';
import { preparedQuery } from '../prepared-query.js';

/** How often a worker sends its heartbeat; without one for 10 s it counts as dead. */
export const heartbeatEveryMs = 2000;

/** A worker: the data centre that it serves beside accounts without one ('' for all), and how many verifications it runs at once. */
export type WorkerFacts = { readonly id: string; readonly dataCenter: string; readonly concurrency: number };

const announce = {
  name: 'announce-worker',
  text: `insert into worker (id, data_center, concurrency) values ($1, $2, $3)
    on conflict (id) do update set heartbeat_at = now(), concurrency = excluded.concurrency`,
};
const withdraw = {
  name: 'withdraw-worker',
  text: `with turns as (delete from conversation_turn where worker_id = $1),
      servers as (delete from server_turn where worker_id = $1)
    delete from worker where id = $1`,
};

/**
 * Sends a worker's heartbeat, the first of which makes it known. With a concurrency of 0 nothing more is dispatched for
 * it, and its conversations keep their turns.
 */
export async function announceWorker(database: Database, worker: WorkerFacts): Promise<void> {
  await preparedQuery(database, announce, [worker.id, worker.dataCenter, worker.concurrency]);
}

/** Removes a worker that has stopped. */
export async function withdrawWorker(database: Database, { id }: WorkerFacts): Promise<void> {
  await preparedQuery(database, withdraw, [id]);
}
