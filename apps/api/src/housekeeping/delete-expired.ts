import { asOperator, inAccount, withoutAccount, type Database } from '@postern/database/database';
import { Account } from '@postern/database/entities/account';

const batch = 5000;

/**
 * Deletes expired rows: audit events after `auditRetentionDays`, verifications after 90 days, and idempotency keys,
 * sign-in codes and sessions. It goes account by account, because row-level security allows one at a time. An account
 * whose rows cannot be deleted does not stop the others: `onFailure` is called, and the rest goes on.
 */
export async function deleteExpired(
  database: Database,
  auditRetentionDays: number,
  onFailure: (accountId: string, error: unknown) => void = rethrow,
): Promise<void> {
  const em = withoutAccount(database);
  await em.execute(`delete from creation_key where created_at < now() - interval '24 hours'`);
  await em.execute('delete from sign_in_code where expires_at < now()');
  await em.execute('delete from session where expires_at < now()');
  const accounts = await asOperator(database).find(Account, {}, { fields: ['id'] });
  for (const { id } of accounts) {
    try {
      await deleteOldEvents(database, id, auditRetentionDays);
      await deleteOldVerifications(database, id);
    } catch (error) {
      onFailure(id, error);
    }
  }
}

function rethrow(_accountId: string, error: unknown): void {
  throw error;
}

/** Deletes in batches of 5,000, so that no statement locks many rows for long. */
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

const historyDays = 90;

/**
 * Deletes verifications that are older than 90 days, except the last that passed and the last that failed of each
 * domain.
 */
async function deleteOldVerifications(database: Database, accountId: string): Promise<void> {
  let deleted = batch;
  while (deleted === batch) {
    const result = await inAccount(database, accountId).execute<{ affectedRows: number }>(
      `delete from verification where id in (
         select id from (
           select id, created_at, row_number() over (
             partition by domain, state, trigger in ('try', 'connection') order by id desc) as place, trigger, state
           from verification where account_id = ?) as known
         where created_at < now() - make_interval(days => ?) and state not in ('queued', 'running')
           and (place > 1 or state = 'superseded' or trigger in ('try', 'connection'))
         limit ?)`,
      [accountId, historyDays, batch],
      'run',
    );
    deleted = result.affectedRows;
  }
}
