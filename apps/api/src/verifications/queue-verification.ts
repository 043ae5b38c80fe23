import type { MailServers } from '@postern/core/mail-settings';
import { serversIn, serverAddress } from '@postern/core/server';
import type { VerificationTrigger, Warning } from '@postern/core/verification';
import type { EntityManager } from '@postern/database/database';
import type { AcceptedCertificates } from '@postern/database/entities/verification';
import { currentTraceparent } from '@postern/jobs/tracing';
import type { QueuedJob } from '@postern/jobs/verification-queue';

export type WantedVerification = {
  readonly id: string;
  readonly accountId: string;
  readonly startedBy: string;
  readonly domain: string;
  readonly trigger: VerificationTrigger;
  readonly servers: MailServers;
  /** The settings that the result belongs to; null for a try, whose result is kept for its reader only. */
  readonly settings: { readonly id: string; readonly revision: number } | null;
  /** A credential is stored beside it. */
  readonly withLogin?: boolean;
  readonly acceptedCertificates?: AcceptedCertificates;
};

/** How long the sweeper leaves a fresh row to the enqueue after its commit. */
export const sweepAfterSeconds = 3;

/** What settings show as soon as a verification of theirs is queued. */
export function queuedSummary(id: string) {
  const verificationState = 'queued' as const;
  const verificationWarnings: Warning[] = [];
  return {
    verificationId: id,
    verificationState,
    verificationAt: new Date(),
    verificationFailure: null,
    verificationWarnings,
  };
}

/**
 * Writes the `queued` row and its job row; part of the caller's transaction, so that settings are never saved
 * without it. The caller shows `queuedSummary` in the settings, and enqueues what is returned after the commit.
 */
export async function queueVerification(em: EntityManager, wanted: WantedVerification): Promise<QueuedJob> {
  const { id, accountId, startedBy, servers, settings } = wanted;
  const row = {
    verificationId: id,
    settingsId: settings?.id ?? null,
    revision: settings?.revision ?? null,
    domain: wanted.domain,
    trigger: wanted.trigger,
    servers,
    withLogin: wanted.withLogin ?? false,
    acceptedCertificates: wanted.acceptedCertificates ?? null,
    addresses: serversIn(servers).map(serverAddress),
  };
  const [queued] = await em.execute<{ home: string }[]>('select queue_verifications(?, ?, ?, ?, ?) as home', [
    accountId,
    startedBy,
    sweepAfterSeconds,
    currentTraceparent(),
    JSON.stringify([row]),
  ]);
  return { id, dataCenter: queued!.home };
}
