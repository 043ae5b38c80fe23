import { defineEntity, p } from '@mikro-orm/core';
import type { MailServers } from '@postern/core/mail-settings';
import type {
  EndpointReport,
  Failure,
  VerificationState,
  VerificationTrigger,
  Warning,
} from '@postern/core/verification';

export type AcceptedCertificates = { readonly imap?: string | undefined; readonly smtp?: string | undefined };

const VerificationSchema = defineEntity({
  name: 'Verification',
  tableName: 'verification',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    /** The settings it belongs to; null for a try. No foreign key, because history is kept when settings are deleted. */
    settingsId: p.uuid().nullable(),
    revision: p.integer().nullable(),
    domain: p.text(),
    trigger: p.text().$type<VerificationTrigger>(),
    /** The servers as they were when it was queued. */
    servers: p.json<MailServers>(),
    state: p.text().$type<VerificationState>().default('queued'),
    startedBy: p.uuid().nullable(),
    /** Whether it logs in; the claim deletes the stored login and uses it once. */
    withLogin: p.boolean().default(false),
    /** SHA-256 digests of the certificates that the user of a connection accepted. */
    acceptedCertificates: p.json<AcceptedCertificates>().nullable(),
    createdAt: p.datetime(3).defaultRaw('now()'),
    startedAt: p.datetime(3).nullable(),
    finishedAt: p.datetime(3).nullable(),
    failure: p.json<Failure>().nullable(),
    warnings: p.json<Warning[]>().defaultRaw(`'[]'`),
    endpoints: p.json<EndpointReport[]>().defaultRaw(`'[]'`),
  },
  indexes: [{ name: 'verification_account_id_domain_id_idx', properties: ['accountId', 'domain', 'id'] }],
});

/** One verification of the servers of a domain. A job in the queue holds nothing but its id. */
export class Verification extends VerificationSchema.class {}
VerificationSchema.setClass(Verification);
