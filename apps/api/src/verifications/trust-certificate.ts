import type { TrustInput } from '@postern/core/connection';
import type { EntityManager } from '@postern/database/database';
import { CertificatePin } from '@postern/database/entities/certificate-pin';
import { MailSettings } from '@postern/database/entities/mail-settings';
import { Verification } from '@postern/database/entities/verification';
import { actorName } from '@postern/database/functions/actor-name';
import { recordChange } from '../audit.js';
import type { AccountCaller } from '../access/permission.js';

export type TrustOutcome =
  | { readonly outcome: 'trusted'; readonly settings: MailSettings }
  | { readonly outcome: 'not-found' | 'flag-is-off' | 'not-seen' };

/**
 * Pins the certificate that the last verification of a domain saw at an endpoint (R5). The digest in the request must be
 * that certificate's, so no other certificate can be pinned.
 */
export async function trustCertificate(
  em: EntityManager,
  caller: AccountCaller,
  domain: string,
  { endpoint, sha256 }: TrustInput,
): Promise<TrustOutcome> {
  const { accountId } = caller;
  const settings = await em.findOne(MailSettings, { accountId, domain, origin: 'admin' });
  if (settings === null || settings.kind !== 'imap') return { outcome: 'not-found' };
  if (!settings.allowNonSecureCertificate) return { outcome: 'flag-is-off' };
  const host = endpoint === 'imap' ? settings.imapHost! : settings.smtpHost!;
  const port = endpoint === 'imap' ? settings.imapPort! : settings.smtpPort!;
  const last = await em.findOne(
    Verification,
    { accountId, domain, settingsId: settings.id, state: { $in: ['passed', 'failed'] } },
    { orderBy: { id: 'desc' } },
  );
  const report = last?.endpoints.find(
    (one) => one.endpoint === endpoint && one.host === host && one.port === port,
  );
  if (report?.certificate?.sha256 !== sha256) return { outcome: 'not-seen' };
  const actor = await actorName(em, caller.holderId);
  const key = { accountId, domain, endpoint, host, port };
  const before = await em.findOne(CertificatePin, key);
  const { spkiSha256 } = report.certificate;
  await em.upsert(CertificatePin, { ...key, sha256, spkiSha256, pinnedAt: new Date(), pinnedBy: actor });
  await recordChange(em, caller, actor, {
    action: 'certificate.trusted',
    subject: domain,
    ...(before === null ? {} : { before: { endpoint, host, port, sha256: before.sha256 } }),
    after: { endpoint, host, port, sha256 },
  });
  return { outcome: 'trusted', settings };
}
