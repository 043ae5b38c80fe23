import { serverDaysKept } from '@postern/database/account-servers';
import {
  asOperator,
  inAccount,
  withoutAccount,
  type Database,
  type EntityManager,
} from '@postern/database/database';
import { deleteOldDiscoveries } from '@postern/database/discoveries';
import { Account } from '@postern/database/entities/account';
import { firstIdOf } from '@postern/database/id';

export type Expiry = {
  readonly auditRetentionDays: number;
  /** The time at which rows are old; default now. */
  readonly now?: Date;
  /** Called for what could not be deleted; by default the error is thrown. */
  readonly onFailure?: (what: string, error: unknown) => void;
};

/** A statement deletes at most so many rows. The first has a fifth of them. */
const largestBatch = 500;
/** How long a statement should take, and hold the locks of its rows: a slow disk makes the batches smaller. */
const aimMs = 40;
const historyDays = 90;
const recordDays = 7;
const eventDays = 30;
/** Longer than a certificate is valid, of which an account is told once. */
const toldOnceDays = 400;
const dayMs = 86_400_000;

/**
 * Deletes expired rows: audit events after `auditRetentionDays`, people who signed in before that, verifications after 90 days, discoveries after ten
 * minutes, records of imports and of changes of many domains after seven days, events with their deliveries after 30 days, and idempotency keys, sign-in codes,
 * sessions, connect sessions and days of servers. It goes account by account, because row-level security allows one at a time. An account
 * whose rows cannot be deleted does not stop the others. What is old is found by its id, which is a UUID of version 7, so
 * that only indexes and old rows are read.
 */
export async function deleteExpired(
  database: Database,
  { auditRetentionDays, now = new Date(), onFailure = rethrow }: Expiry,
): Promise<void> {
  const daysAgo = (days: number) => firstIdOf(new Date(now.getTime() - days * dayMs));
  const attempt = async (what: string, work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      onFailure(what, error);
    }
  };
  for (const [table, isExpired] of expiring)
    await attempt(`the table ${table}`, () => deleteShortLived(database, table, isExpired));
  await attempt('people', () => deletePeople(database, auditRetentionDays));
  const accounts = await asOperator(database).find(Account, {}, { fields: ['id'] });
  for (const { id } of accounts) {
    await attempt(`the account ${id}`, async () => {
      await deleteOldEvents(database, id, daysAgo(auditRetentionDays));
      await deleteOldVerifications(database, id, daysAgo(historyDays));
      for (const table of ['long_import', 'bulk_change'])
        await inAccount(database, id).execute(`delete from ${table} where account_id = ? and id < ?`, [
          id,
          daysAgo(recordDays),
        ]);
      await deleteOldDiscoveries(inAccount(database, id), id);
      await inAccount(database, id).execute('delete from event where account_id = ? and id < ?', [
        id,
        daysAgo(eventDays),
      ]);
      await inAccount(database, id).execute('delete from mail where account_id = ? and id < ?', [
        id,
        daysAgo(eventDays),
      ]);
      await inAccount(database, id).execute(
        `delete from mail_topic where account_id = ? and told_at < now() - interval '1 day'`,
        [id],
      );
      await inAccount(database, id).execute(
        `delete from told_once where account_id = ? and at < now() - make_interval(days => ?)`,
        [id, toldOnceDays],
      );
    });
  }
}

function rethrow(_what: string, error: unknown): void {
  throw error;
}

/** Tables without a policy, and which of their rows have expired. */
const expiring = [
  ['creation_key', `created_at < now() - interval '24 hours'`],
  ['sign_in_code', 'expires_at < now()'],
  ['session', 'expires_at < now()'],
  ['connect_session', 'expires_at < now()'],
  ['summary_change', `at < now() - interval '1 hour'`],
  ['watched_summary', 'watched_until < now()'],
  ['server_day', `day <= current_date - ${serverDaysKept}`],
] as const;

/** Runs a statement for at most `size` rows again and again, until it has found fewer. */
async function inBatches(run: (size: number) => Promise<number>): Promise<void> {
  let size = largestBatch / 5;
  for (;;) {
    const started = performance.now();
    if ((await run(size)) < size) return;
    const fitting = (size * aimMs) / (performance.now() - started);
    size = Math.round(Math.min(largestBatch, Math.max(1, fitting)));
  }
}

async function deletedRows(em: EntityManager, sql: string, values: unknown[]): Promise<number> {
  return (await em.execute<{ affectedRows: number }>(sql, values, 'run')).affectedRows;
}

async function deleteShortLived(database: Database, table: string, isExpired: string): Promise<void> {
  const sql = `delete from ${table} where ctid = any (array(select ctid from ${table} where ${isExpired} limit ?))`;
  await inBatches((size) => deletedRows(withoutAccount(database), sql, [size]));
}

/** A person is kept for the names in the audit log; whoever signs in again is stored again. */
async function deletePeople(database: Database, days: number): Promise<void> {
  const sql = `delete from person where id = any (
    array(select id from person where signed_in_at < now() - make_interval(days => ?) limit ?))`;
  await inBatches((size) => deletedRows(asOperator(database), sql, [days, size]));
}

async function deleteOldEvents(database: Database, accountId: string, firstKept: string): Promise<void> {
  const sql = `delete from audit_event where id in (
    select id from audit_event where account_id = ? and id < ? order by id limit ?)`;
  await inBatches((size) => deletedRows(inAccount(database, accountId), sql, [accountId, firstKept, size]));
}

/**
 * Deletes verifications that are older than 90 days, except the last that passed and the last that failed of each
 * domain. Old verifications are walked in the order of an index, so that those that are kept are read once.
 */
async function deleteOldVerifications(
  database: Database,
  accountId: string,
  firstKept: string,
): Promise<void> {
  let after = { domain: '', id: '00000000-0000-0000-0000-000000000000', old: 0 };
  await inBatches(async (size) => {
    const values = [accountId, firstKept, after.domain, after.id, size];
    const [last] = await inAccount(database, accountId).execute<(typeof after)[]>(
      deleteNextVerifications,
      values,
    );
    if (last !== undefined) after = last;
    return last?.old ?? 0;
  });
}

const deleteNextVerifications = `
  with old as materialized (
    select id, account_id, domain, state, trigger in ('try', 'connection') as is_try from verification
    where account_id = ? and id < ? and (domain, id) > (?, ?) order by domain, id limit ?
  ), deleted as (
    delete from verification v using old
    where v.id = old.id and old.state not in ('queued', 'running')
      and (old.state = 'superseded' or old.is_try or exists (
        select from verification newer
        where newer.account_id = old.account_id and newer.domain = old.domain and newer.id > old.id
          and newer.state = old.state and newer.trigger not in ('try', 'connection')))
  )
  select domain, id, (select count(*)::int from old) as old from old order by domain desc, id desc limit 1`;
