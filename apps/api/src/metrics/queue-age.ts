import type { Database } from '@postern/database/database';

/** For how many seconds the oldest verification that no worker has claimed has been due; 0 if none waits. */
export async function queueAgeSeconds(database: Database): Promise<number> {
  const [row] = await database.em.fork().execute<{ age: string | null }[]>(
    // Ids are UUIDs of version 7, so the first in the order of the primary key is the oldest.
    `select extract(epoch from now() - queued_at) as age from verification_job
     where lease_until is null or lease_until < now() order by verification_id limit 1`,
  );
  return Math.max(0, Number(row?.age ?? 0));
}
