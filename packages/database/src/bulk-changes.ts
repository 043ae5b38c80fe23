import { inAccount, type Database, type EntityManager } from './database.js';

/** A change of many domains of an account, as it is stored. */
export type StoredBulkChange = {
  readonly id: string;
  readonly action: string;
  readonly state: 'running' | 'done' | 'stopped' | 'interrupted';
  readonly domains: number;
  readonly processed: number;
  readonly changed: number;
  readonly failures: unknown;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
};

type Key = { readonly accountId: string; readonly id: string };

/** Longer than a batch with its retries takes, which the process that changes renews it with. */
const leaseSeconds = 60;

/** Records a change that begins; false if another one of the account runs. One that has lost its process is ended. */
export async function beginBulkChange(
  em: EntityManager,
  { accountId, id, action, domains }: Key & { readonly action: string; readonly domains: number },
): Promise<boolean> {
  await em.execute(`${interruptLost} and account_id = ?`, [accountId]);
  // Without this look the insert would wait for a batch of the other change that is about to end.
  const others = await em.execute<unknown[]>(
    `select 1 from bulk_change where account_id = ? and state = 'running'`,
    [accountId],
  );
  if (others.length > 0) return false;
  const { affectedRows } = await em.execute<{ affectedRows: number }>(
    `insert into bulk_change (id, account_id, action, domains, lease_until)
     values (?, ?, ?, ?, now() + make_interval(secs => ?)) on conflict do nothing`,
    [id, accountId, action, domains, leaseSeconds],
    'run',
  );
  return affectedRows > 0;
}

/** Renews the lease of the record before a batch; false if the change was stopped, or found lost. */
export async function holdBulkChange(database: Database, { accountId, id }: Key): Promise<boolean> {
  const rows = await inAccount(database, accountId).execute<unknown[]>(
    `update bulk_change set lease_until = now() + make_interval(secs => ?)
     where account_id = ? and id = ? and state = 'running' and not is_stop_wanted returning id`,
    [leaseSeconds, accountId, id],
  );
  return rows.length > 0;
}

/** Records what a batch did, in the transaction of the batch. */
export async function countBatch(
  em: EntityManager,
  { accountId, id }: Key,
  batch: { readonly processed: number; readonly changed: number; readonly failures: readonly object[] },
): Promise<void> {
  await em.execute(
    `update bulk_change set processed = processed + ?, changed = changed + ?, failures = failures || ?::jsonb
     where account_id = ? and id = ?`,
    [batch.processed, batch.changed, JSON.stringify(batch.failures), accountId, id],
  );
}

/** Asks the process that changes to stop before its next batch. */
export async function stopBulkChange(database: Database, { accountId, id }: Key): Promise<void> {
  await inAccount(database, accountId).execute(
    `update bulk_change set is_stop_wanted = true where account_id = ? and id = ? and state = 'running'`,
    [accountId, id],
  );
}

/** Records that a change has ended: done if it went through all domains, else stopped if that was asked for. */
export async function endBulkChange(database: Database, { accountId, id }: Key): Promise<void> {
  await inAccount(database, accountId).execute(
    `update bulk_change set finished_at = now(), state = case when processed = domains then 'done'
       when is_stop_wanted then 'stopped' else 'interrupted' end
     where account_id = ? and id = ? and state = 'running'`,
    [accountId, id],
  );
}

/** Reads a change of an account; null if there is none. A running one that has lost its process is ended first. */
export async function readBulkChange(
  database: Database,
  { accountId, id }: Key,
): Promise<StoredBulkChange | null> {
  const em = inAccount(database, accountId);
  await em.execute(`${interruptLost} and account_id = ? and id = ?`, [accountId, id]);
  const [row] = await em.execute<Row[]>(
    `select id, action, state, domains, processed, changed, failures, created_at as "createdAt",
       finished_at as "finishedAt"
     from bulk_change where account_id = ? and id = ?`,
    [accountId, id],
  );
  if (row === undefined) return null;
  const { createdAt, finishedAt, ...rest } = row;
  return {
    ...rest,
    createdAt: new Date(createdAt),
    finishedAt: finishedAt === null ? null : new Date(finishedAt),
  };
}

const interruptLost = `update bulk_change set state = 'interrupted', finished_at = now()
  where state = 'running' and coalesce(lease_until < now(), true)`;

/** MikroORM 7.2 returns the times of a raw statement as text. */
type Row = Omit<StoredBulkChange, 'createdAt' | 'finishedAt'> & {
  readonly createdAt: string;
  readonly finishedAt: string | null;
};
