import type { ClientBase } from 'pg';

/** Runs `work` in a transaction of its own, which is rolled back if `work` throws. `begin` may name an isolation level. */
export async function inTransaction<T>(
  client: ClientBase,
  work: () => Promise<T>,
  begin = 'begin',
): Promise<T> {
  await client.query(begin);
  try {
    const result = await work();
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => undefined); // The first error says why.
    throw error;
  }
}
