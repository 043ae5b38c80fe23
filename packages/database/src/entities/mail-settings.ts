import { defineEntity, p } from '@mikro-orm/core';
import type { SettingsKind, VerificationSummary } from '@postern/core/mail-settings';
import type { TlsMode } from '@postern/core/tls-mode';
import type { EndpointName } from '@postern/core/endpoint-name';
import type { Discovered } from '@postern/core/provenance';
import type { Failure, Warning } from '@postern/core/verification';

const MailSettingsSchema = defineEntity({
  name: 'MailSettings',
  tableName: 'mail_settings',
  properties: {
    id: p.uuid().primary(),
    accountId: p.uuid(),
    domain: p.text(),
    displayDomain: p.text(),
    kind: p.text().$type<SettingsKind>(),
    imapHost: p.text().nullable(),
    imapPort: p.integer().nullable(),
    imapTls: p.text().$type<TlsMode>().nullable(),
    smtpHost: p.text().nullable(),
    smtpPort: p.integer().nullable(),
    smtpTls: p.text().$type<TlsMode>().nullable(),
    allowNonSecureCertificate: p.boolean().default(false),
    exchangeUrl: p.text().nullable(),
    origin: p.text().$type<'admin' | 'attempt'>(),
    /** Null if somebody entered the servers. */
    discovered: p.json<Discovered>().nullable(),
    revision: p.integer().default(1),
    verificationState: p.text().$type<VerificationSummary['state']>().default('unverified'),
    verificationId: p.uuid().nullable(),
    verificationAt: p.datetime(3).nullable(),
    verificationFailure: p.json<Failure>().nullable(),
    verificationWarnings: p.json<Warning[]>().defaultRaw(`'[]'`),
    /** The endpoint whose last scheduled measurement failed; the state changes only when the next one fails too. */
    unconfirmedFailure: p.text().$type<EndpointName>().nullable(),
    /** When the domain turned to failed; null while it does not fail. */
    failingSince: p.datetime(3).nullable(),
    /** When these servers last passed a verification. */
    verifiedAt: p.datetime(3).nullable(),
    createdAt: p.datetime(3).defaultRaw('now()'),
    createdBy: p.text(),
    updatedAt: p.datetime(3).defaultRaw('now()'),
    updatedBy: p.text(),
  },
  uniques: [{ name: 'mail_settings_account_id_domain_key', properties: ['accountId', 'domain'] }],
});

/** The settings of one domain of one account; the unique key ensures that a domain has IMAP or Exchange settings, never both (R7). */
export class MailSettings extends MailSettingsSchema.class {}
MailSettingsSchema.setClass(MailSettings);
