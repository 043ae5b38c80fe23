import { asOperator, inAccount, withoutAccount, type Database } from '@postern/database/database';
import { Account } from '@postern/database/entities/account';

const batch = 5000;

/**
 * Deletes what has had its time: audit events after `auditRetentionDays`, account by account because of the policies,
 * and used-up keys, codes and sessions. Any number of processes may do it at once.
 */
export async function deleteExpired(database: Database, auditRetentionDays: number): Promise<void> {
  const em = withoutAccount(database);
  await em.execute(`delete from creation_key where created_at < now() - interval '24 hours'`);
  await em.execute('delete from sign_in_code where expires_at < now()');
  await em.execute('delete from session where expires_at < now()');
  const accounts = await asOperator(database).find(Account, {}, { fields: ['id'] });
  for (const { id } of accounts) await deleteOldEvents(database, id, auditRetentionDays);
}

/** In batches, so that years of events at once hold up nobody. */
async function deleteOldEvents(database: Database, accountId: string, days: number): Promise<void> {
  let deleted = batch;
  while (deleted === batch) {
    const result = await inAccount(database, accountId).execute<{ affectedRows: number }>(
      `delete from audit_event where id in (
         select id from audit_event where account_id = ? and at < now() - make_interval(days => ?) order by id limit ?
       )`,
      [accountId, days, batch],
      'run',
    );
    deleted = result.affectedRows;
  }
}
