import type { MailServers } from '@postern/core/mail-settings';
import { serversIn, serverAddress } from '@postern/core/server';
import type { VerificationTrigger, Warning } from '@postern/core/verification';
import type { EntityManager } from '@postern/database/database';
import { Verification, type AcceptedCertificates } from '@postern/database/entities/verification';
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
  const { id, accountId, domain, trigger, servers, startedBy, settings, withLogin, acceptedCertificates } =
    wanted;
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
  });
  const [job] = await em.execute<{ data_center: string }[]>(
    `insert into verification_job (verification_id, account_id, servers, traceparent, data_center, due_at)
     select ?, a.id, array(select jsonb_array_elements_text(?::jsonb)), ?, coalesce(a.data_center, ''),
       now() + make_interval(secs => ?)
     from account a where a.id = ? returning data_center`,
    [
      id,
      JSON.stringify(serversIn(servers).map(serverAddress)),
      currentTraceparent(),
      sweepAfterSeconds,
      accountId,
    ],
  );
  return { id, dataCenter: job!.data_center };
}
