import type { Database } from './database.js';

/**
 * Throws if the database accepts no changes now, such as a standby, or a server whose disk is full. A row is written and
 * taken back in one transaction.
 */
export async function tryWrite(database: Database): Promise<void> {
  const em = database.em.fork();
  await em.begin();
  try {
    await em.execute(`insert into bootstrap_token (sha256) values (decode(md5(random()::text), 'hex'))`);
  } finally {
    await em.rollback();
  }
}
