import type { MailServers } from '@postern/core/mail-settings';
import { listTargets, serverAddress } from '@postern/core/server-target';
import type { VerificationTrigger, Warning } from '@postern/core/verification';
import type { EntityManager } from '@postern/database/database';
import {
  Verification,
  VerificationJob,
  type AcceptedCertificates,
} from '@postern/database/entities/verification';
import { currentTraceparent } from '@postern/jobs/tracing';

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
 * without it. The caller shows `queuedSummary` in the settings, and enqueues the id after the commit.
 */
export async function queueVerification(em: EntityManager, wanted: WantedVerification): Promise<void> {
  const { id, accountId, domain, trigger, servers, startedBy, settings, withLogin, acceptedCertificates } =
    wanted;
  const now = Date.now();
  await em.insert(Verification, {
    id,
    accountId,
    domain,
    trigger,
    servers,
    startedBy,
    settingsId: settings?.id ?? null,
    revision: settings?.revision ?? null,
    withLogin: withLogin ?? false,
    acceptedCertificates: acceptedCertificates ?? null,
    createdAt: new Date(now),
  });
  await em.insert(VerificationJob, {
    verificationId: id,
    accountId,
    servers: listTargets(servers).map(serverAddress),
    dueAt: new Date(now + sweepAfterSeconds * 1000),
    traceparent: currentTraceparent(),
  });
}
