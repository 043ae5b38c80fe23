import type { ImportChange, ImportResult } from '@postern/core/settings-transfer';
import { inAccount, type Database, type EntityManager } from '@postern/database/database';
import { setTimeout as delay } from 'node:timers/promises';
import type { AccountCaller } from '../access/permission.js';
import { RowErrors, type CheckedRow } from './check-rows.js';
import { changesOf, planBatch } from './plan-batch.js';
import { actorName } from '@postern/database/functions/actor-name';
import { recordEvent } from '@postern/database/functions/record-event';
import { newId } from '@postern/database/id';
import { saveManySettings } from '@postern/database/functions/save-mail-settings';
import { saverOf } from '../mail-settings/save-mail-settings.js';

export type ImportOutcome =
  | { readonly outcome: 'imported'; readonly result: ImportResult }
  | { readonly outcome: 'refused'; readonly errors: RowErrors }
  | { readonly outcome: 'conflict' };

/** Checked rows, in batches of 100, each as JSON text. */
export type ImportRows = {
  readonly batches: readonly string[];
  readonly isDryRun: boolean;
  /** Whether the result of a dry run names the changes. */
  readonly withChanges: boolean;
};

/** Follows an import. `onEnd` is called in its transaction, which is rolled back if it throws. */
export type ImportListener = {
  readonly signal: AbortSignal;
  readonly onRows: (done: number) => void;
  readonly onEnd: (em: EntityManager, result: ImportResult) => Promise<void>;
};

/** How many changes a dry run names. */
const mostChanges = 100;
const attempts = 3;
const askAgainMs = 300;

/**
 * Writes checked rows into an account, all or none: creates new domains, updates changed ones and skips equal ones. With
 * `isDryRun` it only counts. The outcome is `conflict` if three tries met other requests that wrote the same domains.
 * Throws the reason of the listener's signal when it is aborted; nothing is written then.
 */
export async function importMailSettings(
  database: Database,
  caller: AccountCaller,
  rows: ImportRows,
  listener: ImportListener,
): Promise<ImportOutcome> {
  for (let attempt = 1; attempt <= attempts;) {
    listener.signal.throwIfAborted();
    try {
      return await inAccount(database, caller.accountId).transactional((em) =>
        importAll(em, caller, rows, listener),
      );
    } catch (error) {
      if (error instanceof RefusedError) return { outcome: 'refused', errors: error.errors };
      if (error instanceof OtherImportError)
        await delay(askAgainMs, undefined, { signal: listener.signal }).catch(() => undefined);
      else if (isConcurrentWrite(error)) attempt += 1;
      else throw error;
    }
  }
  return { outcome: 'conflict' };
}

async function importAll(
  em: EntityManager,
  caller: AccountCaller,
  { batches, isDryRun, withChanges }: ImportRows,
  { signal, onRows, onEnd }: ImportListener,
): Promise<ImportOutcome> {
  await takeTurn(em, caller.accountId);
  const errors = new RowErrors();
  const changes: ImportChange[] = [];
  const result: ImportResult = { dryRun: isDryRun, rows: 0, created: 0, updated: 0, unchanged: 0 };
  for (const text of batches) {
    signal.throwIfAborted();
    const rows = JSON.parse(text) as CheckedRow[];
    const plan = await planBatch(em, caller.accountId, rows, errors);
    if (!isDryRun && errors.count === 0) {
      const created = plan.created.map((row) => ({ ...row, id: newId(), revision: 1, before: null }));
      const written = await saveManySettings(em, saverOf(caller), [...created, ...plan.updated]);
      if (written < created.length + plan.updated.length) throw new ConcurrentWriteError();
    }
    if (withChanges && changes.length < mostChanges) changes.push(...changesOf(plan));
    result.rows += rows.length;
    result.created += plan.created.length;
    result.updated += plan.updated.length;
    result.unchanged += plan.unchanged;
    onRows(result.rows);
  }
  if (errors.count > 0) throw new RefusedError(errors);
  if (withChanges) result.changes = changes.slice(0, mostChanges);
  await onEnd(em, result);
  if (!isDryRun && result.created + result.updated > 0) await tellOfImport(em, caller, result);
  return { outcome: 'imported', result };
}

/** One event for all rows; each row's own change is in the audit. */
async function tellOfImport(
  em: EntityManager,
  { accountId, holderId }: AccountCaller,
  { created, updated }: ImportResult,
): Promise<void> {
  const payload = { change: 'imported', actor: await actorName(em, holderId), created, updated };
  await recordEvent(em, accountId, { type: 'settings.changed', domain: null, payload });
}

/**
 * Two imports of one account at once would lock the same rows in a different order and end in a deadlock. An import of
 * another process is not waited for in PostgreSQL, where the wait would take a connection and end at the time limit of a
 * query.
 */
async function takeTurn(em: EntityManager, accountId: string): Promise<void> {
  const [row] = await em.execute<{ taken: boolean }[]>(
    `select pg_try_advisory_xact_lock(hashtextextended('import ' || ?, 0)) as taken`,
    [accountId],
  );
  if (!row!.taken) throw new OtherImportError();
}

/** Another process imports into the same account now. */
class OtherImportError extends Error {}

/** Thrown to roll the transaction back. */
class RefusedError extends Error {
  constructor(readonly errors: RowErrors) {
    super('rows were refused');
  }
}

/** Another request created one of the domains after this import had read them. */
class ConcurrentWriteError extends Error {}

/** Whether another request created one of the domains first, or held locks in a deadlock (SQLSTATE 40P01). */
function isConcurrentWrite(error: unknown): boolean {
  return error instanceof ConcurrentWriteError || (error as { code?: unknown }).code === '40P01';
}
