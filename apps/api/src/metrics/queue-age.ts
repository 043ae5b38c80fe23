import type { Database } from '@postern/database/database';

/** For how many seconds the oldest verification that no worker has claimed has been due; 0 if none waits. */
export async function queueAgeSeconds(database: Database): Promise<number> {
  const [row] = await database.em.fork().execute<{ age: string | null }[]>(
    `select extract(epoch from now() - min(v.queued_at)) as age from verification_job v
     where lease_until is null or lease_until < now()`,
  );
  return Math.max(0, Number(row?.age ?? 0));
}
