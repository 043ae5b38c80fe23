import type { MailServers } from '@postern/core/mail-settings';
import type { VerificationTrigger, Warning } from '@postern/core/verification';
import type { Credentials } from '@postern/core/credentials';
import { storeCredential } from '@postern/database/credentials';
import type { EntityManager } from '@postern/database/database';
import { MailSettings } from '@postern/database/entities/mail-settings';
import { Verification, type AcceptedCertificates } from '@postern/database/entities/verification';
import { queueVerification } from '@postern/database/functions/queue-verifications';
import { newId } from '@postern/database/id';
import { currentTraceparent } from '@postern/jobs/tracing';
import type { SecretSealer } from '@postern/database/sealed-secret';
import type { QueuedJob } from '@postern/core/queued-job';
import type { AccountCaller } from '../access/permission.js';
import { loginWait } from './login-rations.js';

export type VerificationRequest = {
  readonly domain: string;
  readonly trigger: VerificationTrigger;
  readonly servers: MailServers;
  /** The settings that show the result; null for a try, a connection and any verification with a login. */
  readonly settings: { readonly id: string; readonly revision: number } | null;
  readonly credential?: Credentials;
  readonly acceptedCertificates?: AcceptedCertificates;
};

export type StartOutcome =
  | { readonly outcome: 'started'; readonly verification: Verification; readonly queued: QueuedJob }
  | { readonly outcome: 'too-many-logins'; readonly retryAfterSeconds: number };

/** Queues a verification in the caller's transaction and stores its sealed password, if there is one. */
export async function startVerification(
  em: EntityManager,
  sealer: SecretSealer,
  { accountId, holderId }: AccountCaller,
  request: VerificationRequest,
): Promise<StartOutcome> {
  const { domain, trigger, servers, settings, credential, acceptedCertificates } = request;
  if (credential !== undefined) {
    const { username } = credential;
    const wait = await loginWait(em, accountId, { domain, servers, username });
    if (wait !== null) return { outcome: 'too-many-logins', retryAfterSeconds: wait };
  }
  const id = newId();
  const withLogin = credential !== undefined;
  const queued = await queueVerification(em, {
    id,
    accountId,
    startedBy: holderId,
    domain,
    trigger,
    servers,
    settings,
    withLogin,
    acceptedCertificates,
    traceparent: currentTraceparent(),
  });
  if (credential !== undefined)
    await storeCredential(em, sealer, { verificationId: id, accountId }, credential);
  // A verification with a password also tests the mailbox, so it never changes the state that the settings show.
  if (settings !== null && !withLogin)
    await em.nativeUpdate(MailSettings, { id: settings.id }, queuedSummary(id));
  return { outcome: 'started', verification: await em.findOneOrFail(Verification, { id }), queued };
}

/** The columns of settings after a verification of theirs was queued. */
function queuedSummary(id: string) {
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
