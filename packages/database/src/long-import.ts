import { inAccount, type Database, type EntityManager } from './database.js';

/** An import that took longer than its request. `problem` says why nothing was written, as the answer would have. */
export type LongImport = {
  readonly id: string;
  readonly state: 'running' | 'done' | 'refused' | 'failed';
  readonly dryRun: boolean;
  readonly rows: number;
  readonly rowsDone: number;
  readonly result: unknown;
  readonly problem: unknown;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
};

type Key = { readonly accountId: string; readonly id: string };
type Ending = {
  readonly state: 'done' | 'refused' | 'failed';
  readonly result?: object;
  readonly problem?: object;
};

/** How often the process that imports renews its lease, and how long the lease holds. */
export const renewImportEveryMs = 2000;
const leaseSeconds = 20;

/** Records an import that goes on after its request was answered. */
export async function recordImport(
  database: Database,
  { accountId, id, dryRun, rows }: Key & { readonly dryRun: boolean; readonly rows: number },
): Promise<void> {
  await inAccount(database, accountId).execute(
    `insert into long_import (id, account_id, dry_run, rows, lease_until)
     values (?, ?, ?, ?, now() + make_interval(secs => ?))`,
    [id, accountId, dryRun, rows, leaseSeconds],
  );
}

/** Records how many rows an import has gone through, and renews its lease. */
export async function recordImportProgress(
  database: Database,
  { accountId, id }: Key,
  rowsDone: number,
): Promise<void> {
  await inAccount(database, accountId).execute(
    `update long_import set rows_done = ?, lease_until = now() + make_interval(secs => ?)
     where id = ? and state = 'running'`,
    [rowsDone, leaseSeconds, id],
  );
}

/**
 * Records the end of an import; false if it was found lost before. With the entity manager of the transaction that writes
 * the rows, the rows and the end are stored together or not at all.
 */
export async function endImport(em: EntityManager, id: string, ending: Ending): Promise<boolean> {
  const { affectedRows } = await em.execute<{ affectedRows: number }>(
    `update long_import set state = ?, result = ?::jsonb, problem = ?::jsonb, finished_at = now(),
       rows_done = case when ? = 'done' then rows else rows_done end
     where id = ? and state = 'running'`,
    [ending.state, textOf(ending.result), textOf(ending.problem), ending.state, id],
    'run',
  );
  return affectedRows > 0;
}

/**
 * Reads an import of an account; null if there is none. A running one whose lease ran out is stored as failed with
 * `problemWhenLost`: its process has ended, and the transaction that would have written its rows cannot commit any more.
 */
export async function readImport(
  database: Database,
  { accountId, id }: Key,
  problemWhenLost: object,
): Promise<LongImport | null> {
  const em = inAccount(database, accountId);
  const read = async () => {
    const [row] = await em.execute<Row[]>(
      `select id, state, dry_run as "dryRun", rows, rows_done as "rowsDone", result, problem,
         created_at as "createdAt", finished_at as "finishedAt",
         state = 'running' and coalesce(lease_until < now(), true) as "isLost"
       from long_import where account_id = ? and id = ?`,
      [accountId, id],
    );
    return row ?? null;
  };
  const found = await read();
  if (!found?.isLost) return found && present(found);
  await em.execute(
    `update long_import set state = 'failed', problem = ?::jsonb, finished_at = now()
     where id = ? and state = 'running' and coalesce(lease_until < now(), true)`,
    [textOf(problemWhenLost), id],
  );
  const ended = await read();
  return ended && present(ended);
}

type Row = Omit<LongImport, 'createdAt' | 'finishedAt'> & {
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly isLost: boolean;
};

/** MikroORM 7.2 returns the times of a raw statement as text. */
function present({ isLost: _, createdAt, finishedAt, ...row }: Row): LongImport {
  return {
    ...row,
    createdAt: new Date(createdAt),
    finishedAt: finishedAt === null ? null : new Date(finishedAt),
  };
}

function textOf(value: object | undefined): string | null {
  return value === undefined ? null : JSON.stringify(value);
}
