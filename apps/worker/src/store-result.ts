import type { EndpointName, EndpointReport, Failure, Warning } from '@postern/core/verification';
import { listTargets } from '@postern/core/server-target';
import { inAccount, type Database, type EntityManager } from '@postern/database/database';
import { MailSettings } from '@postern/database/entities/mail-settings';
import { CertificatePin } from '@postern/database/entities/certificate-pin';
import { Token } from '@postern/database/entities/token';
import { Verification } from '@postern/database/entities/verification';
import { loginKey, recordRefusedLogin } from '@postern/database/refused-logins';
import type { Claim } from './claim-verification.js';

/** What a verification came to. */
export type Result = {
  readonly endpoints: EndpointReport[];
  readonly failure: Failure | null;
  readonly warnings: Warning[];
  /** Certificates to pin and pins that have served; empty for a run with a login. */
  readonly newPins: readonly { readonly endpoint: EndpointName; readonly sha256: string; readonly spkiSha256: string }[];
  readonly droppedPins: readonly EndpointName[];
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
    await countRefusal(em, claim, failure);
    if (claim.settings !== null && state !== 'superseded') {
      await storePins(em, claim, result);
      await em.nativeUpdate(
        MailSettings,
        { id: claim.settings.id, verificationId: claim.id },
        {
          verificationState: state,
          verificationAt: finishedAt,
          verificationFailure: failure,
          verificationWarnings: warnings,
          unconfirmedFailure: null,
          ...(state === 'passed' ? { verifiedAt: finishedAt } : {}),
        },
      );
    }
    return state;
  });
}

/** A login that a server refused counts against its user on its host, whoever asked for it. */
async function countRefusal(em: EntityManager, { login, servers }: Claim, failure: Failure | null): Promise<void> {
  if (login === null || login === 'lost' || failure === null || !refusals.has(failure.code)) return;
  const target = listTargets(servers).find(({ endpoint }) => endpoint === failure.endpoint);
  if (target !== undefined) await recordRefusedLogin(em, loginKey(target.host, login.username));
}
const refusals: ReadonlySet<string> = new Set(['auth-rejected', 'auth-app-password', 'auth-disabled-by-admin']);

/** Pins what an admin's save saw, with who and when; never overwrites a pin, which only trusting does. */
async function storePins(em: EntityManager, claim: Claim, { newPins, droppedPins }: Result): Promise<void> {
  const { accountId, domain, servers } = claim;
  if (newPins.length === 0 && droppedPins.length === 0) return;
  const token = claim.startedBy === null ? null : await em.findOne(Token, { id: claim.startedBy });
  for (const { endpoint, host, port } of listTargets(servers)) {
    const key = { accountId, domain, endpoint, host, port };
    if (droppedPins.includes(endpoint)) await em.nativeDelete(CertificatePin, key);
    const seen = newPins.find((pin) => pin.endpoint === endpoint);
    if (seen === undefined) continue;
    const { sha256, spkiSha256 } = seen;
    const pin = { ...key, sha256, spkiSha256, pinnedBy: token?.name ?? 'revoked token' };
    await em.upsert(CertificatePin, pin, { onConflictAction: 'ignore' });
  }
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
