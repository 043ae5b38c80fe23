import type { EndpointReport, Failure, Warning } from '@postern/core/verification';
import { inAccount, type Database, type EntityManager } from '@postern/database/database';
import { MailSettings } from '@postern/database/entities/mail-settings';
import { Verification } from '@postern/database/entities/verification';
import type { Claim } from './claim-verification.js';

/** What a verification came to. */
export type Result = {
  readonly endpoints: EndpointReport[];
  readonly failure: Failure | null;
  readonly warnings: Warning[];
};

/** `lost-lease`: another worker took over, and stores its own result. */
export type Stored = 'passed' | 'failed' | 'superseded' | 'lost-lease';

/**
 * Stores a result once: only under the newest claim, and only while the settings' revision is the one that was
 * verified. Deleting the job row is the end of the verification.
 */
export async function storeResult(database: Database, claim: Claim, result: Result): Promise<Stored> {
  return inAccount(database, claim.accountId).transactional(async (em) => {
    const ended = await em.execute<{ affectedRows: number }>(
      'delete from verification_job where verification_id = ? and attempt = ?',
      [claim.id, claim.attempt],
      'run',
    );
    if (ended.affectedRows === 0) return 'lost-lease';
    const isCurrent = claim.settings === null || (await lockRevision(em, claim.settings.id)) === claim.settings.revision;
    const state = !isCurrent ? 'superseded' : result.failure === null ? 'passed' : 'failed';
    const finishedAt = new Date();
    const { endpoints, failure, warnings } = result;
    await em.nativeUpdate(Verification, { id: claim.id }, { state, finishedAt, endpoints, failure, warnings });
    if (claim.settings !== null && state !== 'superseded') {
      await em.nativeUpdate(
        MailSettings,
        { id: claim.settings.id, verificationId: claim.id },
        {
          verificationState: state,
          verificationAt: finishedAt,
          verificationFailure: failure,
          verificationWarnings: warnings,
          ...(state === 'passed' ? { verifiedAt: finishedAt } : {}),
        },
      );
    }
    return state;
  });
}

/** Shows the steps that ended so far; a lost lease changes nothing. */
export async function storeProgress(database: Database, claim: Claim, endpoints: EndpointReport[]): Promise<void> {
  await inAccount(database, claim.accountId).execute(
    `update verification set endpoints = ?::jsonb
     where id = ? and state = 'running'
       and exists (select 1 from verification_job where verification_id = ? and attempt = ?)`,
    [JSON.stringify(endpoints), claim.id, claim.id, claim.attempt],
    'run',
  );
}

async function lockRevision(em: EntityManager, settingsId: string): Promise<number | null> {
  const rows = await em.execute<{ revision: number }[]>('select revision from mail_settings where id = ? for update', [
    settingsId,
  ]);
  return rows[0]?.revision ?? null;
}
