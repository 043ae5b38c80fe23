import type { MailServers } from '@postern/core/mail-settings';
import type { VerificationTrigger } from '@postern/core/verification';
import type { EntityManager } from '@postern/database/database';
import { MailSettings } from '@postern/database/entities/mail-settings';
import { Verification, VerificationJob } from '@postern/database/entities/verification';
import { newId } from '@postern/database/id';

export type WantedVerification = {
  readonly accountId: string;
  readonly startedBy: string;
  readonly domain: string;
  readonly trigger: VerificationTrigger;
  readonly servers: MailServers;
  /** The settings that the result belongs to; null for a try, whose result is kept for its reader only. */
  readonly settings: { readonly id: string; readonly revision: number } | null;
};

/** How long the sweeper leaves a fresh row to the enqueue after its commit. */
const sweepAfterMs = 3000;

/**
 * Writes the `queued` row and its job row; part of the caller's transaction, so that settings are never saved
 * without it. The caller enqueues the returned id after the commit.
 */
export async function queueVerification(em: EntityManager, wanted: WantedVerification): Promise<string> {
  const id = newId();
  const { accountId, domain, trigger, servers, startedBy, settings } = wanted;
  const now = new Date();
  await em.insert(Verification, {
    id, accountId, domain, trigger, servers, startedBy,
    settingsId: settings?.id ?? null,
    revision: settings?.revision ?? null,
    createdAt: now,
  });
  await em.insert(VerificationJob, { verificationId: id, accountId, dueAt: new Date(now.getTime() + sweepAfterMs) });
  if (settings !== null) {
    await em.nativeUpdate(MailSettings, { id: settings.id }, {
      verificationId: id,
      verificationState: 'queued',
      verificationAt: now,
      verificationFailure: null,
      verificationWarnings: [],
    });
  }
  return id;
}
