import { z } from 'zod';
import { domainNameSchema, parseDomainName, refusePublicSuffix } from './domain-name.js';
import { exchangeUrlSchema } from './exchange-url.js';
import { addRefusal } from './problem.js';
import { discoveredSchema } from './provenance.js';
import { serverHostSchema } from './server-host.js';
import { defaultTlsMode, tlsModeSchema } from './tls-mode.js';
import { failureSchema, verificationStateSchema, warningSchema } from './verification.js';

export const settingsKindSchema = z.enum(['imap', 'exchange']).meta({ id: 'SettingsKind' });
export type SettingsKind = z.infer<typeof settingsKindSchema>;

const portRange = 'A port is a number from 1 to 65535';
export const portSchema = z
  .int()
  .min(1, portRange)
  .max(65535, portRange)
  .meta({ id: 'Port', description: 'A TCP port, 1 to 65535.', example: 993 });

/** A mail server as it is stored, with host, port and TLS mode. */
export const mailServerSchema = z
  .strictObject({ host: z.string(), port: portSchema, tls: tlsModeSchema })
  .meta({ id: 'MailServer' });
export type MailServer = z.infer<typeof mailServerSchema>;

/** The ports of POP3 (RFC 1939, RFC 8314 §7.3), which people enter for the incoming server by mistake. */
const pop3Ports: ReadonlySet<number> = new Set([110, 995]);

/**
 * A mail server as a client sends it. Without `tls`, the port determines the TLS mode; for a port that has no usual
 * mode, `tls` is required (R4).
 */
export const mailServerInputSchema = z
  .strictObject({ host: serverHostSchema, port: portSchema, tls: tlsModeSchema.optional() })
  .transform(({ host, port, tls }, ctx): MailServer => {
    const mode = tls ?? defaultTlsMode(port);
    if (mode !== undefined) return { host, port, tls: mode };
    const code = 'tls-mode-needed';
    if (pop3Ports.has(port)) {
      const message = `Port ${port} is for POP3: IMAP uses 993 or 143, and SMTP 465 or 587`;
      addRefusal(ctx, tls, { code, message }, ['tls']);
      return z.NEVER;
    }
    const message = `Port ${port} does not say whether TLS starts at once (implicit) or by STARTTLS (starttls)`;
    addRefusal(ctx, tls, { code, message, suggestion: 'implicit' }, ['tls']);
    return z.NEVER;
  })
  .meta({ id: 'MailServerInput' });

const imapServersInput = {
  kind: z.literal('imap'),
  imap: mailServerInputSchema,
  smtp: mailServerInputSchema,
  allowNonSecureCertificate: z.boolean().default(false).meta({
    description:
      'Accept a certificate that no trusted authority has signed: the certificate that was seen is pinned, and later ones must match it.',
  }),
};
const exchangeServersInput = {
  kind: z.literal('exchange'),
  exchange: z.strictObject({ url: exchangeUrlSchema }),
};

/** The servers in a mailbox connection, which are sent without a domain. */
export const serversInputSchema = z
  .discriminatedUnion('kind', [z.strictObject(imapServersInput), z.strictObject(exchangeServersInput)])
  .meta({ id: 'ServersInput' });

/** The servers of one domain: IMAP and SMTP, or Exchange, never both (R7). A verification probes exactly these. */
export type MailServers = z.output<typeof serversInputSchema>;

const settingsInput = {
  domain: domainNameSchema,
  confirmPublicSuffix: z.boolean().default(false).meta({
    description:
      'Required for a domain on the Public Suffix List: confirms that the domain has mailboxes of its own.',
  }),
};
const imapSettingsInput = z
  .strictObject({ ...settingsInput, ...imapServersInput })
  .meta({ id: 'ImapSettingsInput' });
const exchangeSettingsInput = z
  .strictObject({ ...settingsInput, ...exchangeServersInput })
  .meta({ id: 'ExchangeSettingsInput' });

/**
 * The body of a request that creates or replaces a domain's settings (R4, R6). The confirmation of a public suffix
 * is not stored.
 */
export const mailSettingsInputSchema = z
  .discriminatedUnion('kind', [imapSettingsInput, exchangeSettingsInput])
  .transform(({ confirmPublicSuffix, ...settings }, ctx) => {
    const domain = parseDomainName(settings.domain);
    const refusal = domain.ok && !confirmPublicSuffix ? refusePublicSuffix(domain) : null;
    if (refusal === null) return settings;
    addRefusal(ctx, settings.domain, refusal, ['domain']);
    return z.NEVER;
  })
  .meta({ id: 'MailSettingsInput' });
export type MailSettingsInput = z.output<typeof mailSettingsInputSchema>;

export const settingsOriginSchema = z.enum(['admin', 'attempt']).meta({ id: 'SettingsOrigin' });

/** The last verification of a domain, as the list of settings shows it. */
export const verificationSummarySchema = z
  .object({
    state: z.enum(['unverified', ...verificationStateSchema.exclude(['superseded']).options]),
    id: z.uuid().nullable(),
    at: z.iso.datetime().nullable(),
    failure: failureSchema.nullable(),
    warnings: z.array(warningSchema),
  })
  .meta({ id: 'VerificationSummary' });
export type VerificationSummary = z.infer<typeof verificationSummarySchema>;

const stored = {
  domain: z.string(),
  displayDomain: z.string(),
  origin: settingsOriginSchema,
  discovered: discoveredSchema.nullable().meta({ description: 'Null if somebody entered the servers.' }),
  revision: z.int().meta({ description: 'Increases with every edit; a verification does not change it.' }),
  verification: verificationSummarySchema,
  createdAt: z.iso.datetime(),
  createdBy: z.string(),
  updatedAt: z.iso.datetime(),
  updatedBy: z.string(),
};

/** The settings of a domain as the API returns them. */
export const mailSettingsSchema = z
  .discriminatedUnion('kind', [
    z
      .object({
        ...stored,
        kind: z.literal('imap'),
        imap: mailServerSchema,
        smtp: mailServerSchema,
        allowNonSecureCertificate: z.boolean(),
      })
      .meta({ id: 'ImapSettings' }),
    z
      .object({ ...stored, kind: z.literal('exchange'), exchange: z.object({ url: z.string() }) })
      .meta({ id: 'ExchangeSettings' }),
  ])
  .meta({ id: 'MailSettings' });
export type MailSettings = z.infer<typeof mailSettingsSchema>;
