import type { ImportResult } from '@postern/core/settings-transfer';
import { inAccount, type Database, type EntityManager } from '@postern/database/database';
import type { AccountCaller } from '../access/permission.js';
import { RowErrors, type CheckedRow } from './check-rows.js';
import { planBatch } from './plan-batch.js';
import { newId } from '@postern/database/id';
import { saveManySettings } from '@postern/database/functions/save-mail-settings';
import { saverOf } from '../mail-settings/save-mail-settings.js';

export type ImportOutcome =
  | { readonly outcome: 'imported'; readonly result: ImportResult }
  | { readonly outcome: 'refused'; readonly errors: RowErrors }
  | { readonly outcome: 'conflict' };

const attempts = 3;

/**
 * Writes checked rows into an account, all or none: creates new domains, updates changed ones and skips equal ones. With
 * `isDryRun` it only counts. The outcome is `conflict` if three tries met other requests that wrote the same domains.
 */
export async function importMailSettings(
  database: Database,
  caller: AccountCaller,
  batches: readonly string[],
  isDryRun: boolean,
): Promise<ImportOutcome> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    try {
      return await inAccount(database, caller.accountId).transactional((em) =>
        importAll(em, caller, batches, isDryRun),
      );
    } catch (error) {
      if (error instanceof RefusedError) return { outcome: 'refused', errors: error.errors };
      if (!isConcurrentWrite(error)) throw error;
    }
  }
  return { outcome: 'conflict' };
}

async function importAll(
  em: EntityManager,
  caller: AccountCaller,
  batches: readonly string[],
  isDryRun: boolean,
): Promise<ImportOutcome> {
  // Two imports at once would lock the same rows in a different order and end in a deadlock.
  await em.execute(`select pg_advisory_xact_lock(hashtextextended('import ' || ?, 0))`, [caller.accountId]);
  const errors = new RowErrors();
  const result = { dryRun: isDryRun, rows: 0, created: 0, updated: 0, unchanged: 0 };
  for (const text of batches) {
    const rows = JSON.parse(text) as CheckedRow[];
    const plan = await planBatch(em, caller.accountId, rows, errors);
    if (!isDryRun && errors.count === 0) {
      const created = plan.created.map((row) => ({ ...row, id: newId(), revision: 1, before: null }));
      const written = await saveManySettings(em, saverOf(caller), [...created, ...plan.updated]);
      if (written < created.length + plan.updated.length) throw new ConcurrentWriteError();
    }
    result.rows += rows.length;
    result.created += plan.created.length;
    result.updated += plan.updated.length;
    result.unchanged += plan.unchanged;
  }
  if (errors.count > 0) throw new RefusedError(errors);
  return { outcome: 'imported', result };
}

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
