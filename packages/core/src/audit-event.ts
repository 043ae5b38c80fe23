import { z } from 'zod';
import { toUnicode } from './name-labels.js';

/** Every kind of change that the audit log records. */
export type AuditAction =
  | 'mail-settings.created'
  | 'mail-settings.updated'
  | 'mail-settings.deleted'
  | 'bulk-change.started'
  | 'account.created'
  | 'account.updated'
  | 'certificate.trusted'
  | 'discovery.started'
  | 'hint.dismissed'
  | 'verification.put-back'
  | 'verification.cancelled'
  | 'connect-session.created'
  | 'token.created'
  | 'token.rotated'
  | 'token.revoked'
  | 'certificate-authority.created'
  | 'certificate-authority.deleted'
  | 'link.created'
  | 'link.applied'
  | 'link.revoked'
  | 'webhook.created'
  | 'webhook.updated'
  | 'webhook.deleted'
  | 'webhook.secret-rotated'
  | 'webhook.tested'
  | 'webhook.redelivered'
  | 'notification-settings.updated'
  | 'mail-recipient.confirmed'
  | 'mail-recipient.removed';

/** One entry of the audit log: who changed what and when, with the values before and after (B7). */
export const auditEventSchema = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime(),
    actorId: z.uuid().nullable().meta({ description: 'The id of the token or person that made the change.' }),
    actor: z.string().meta({
      description:
        'The name that the token had at the time of the change, or the name and address of the person.',
      example: 'CRM sync',
    }),
    action: z.string().meta({
      description: 'The kind of change, e.g. `mail-settings.updated`.',
      example: 'mail-settings.updated',
    }),
    subject: z
      .string()
      .meta({ description: 'What was changed: a domain, or an id.', example: 'example.com' }),
    displaySubject: z.string().optional().meta({
      description:
        'The subject for people, if it differs: a domain in the letters of its language, or the name, URL or domains of what an id stands for.',
      example: 'bücher.example',
    }),
    before: z.record(z.string(), z.unknown()).nullable(),
    after: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'AuditEvent' });

/** So many domains of a link for IT are named; more of them are written as an ellipsis. */
const mostShownDomains = 3;

type Recorded = { readonly name?: unknown; readonly url?: unknown; readonly domains?: unknown };

type Change = {
  readonly subject: string;
  readonly before?: object | null | undefined;
  readonly after?: object | null | undefined;
};

/**
 * The subject of a change for people, if it differs from the subject: a domain in the letters of its language, or the name,
 * URL or domains that the recorded values have for an id, e.g. of a token, a webhook or a link for IT.
 */
export function displayOfSubject({ subject, before, after }: Change): { displaySubject?: string } {
  const isId = z.uuid().safeParse(subject).success;
  const { name, url, domains }: Recorded = { ...before, ...after };
  const displaySubject = isId ? (name ?? url ?? domainList(domains)) : toUnicode(subject);
  return typeof displaySubject !== 'string' || displaySubject === subject ? {} : { displaySubject };
}

/** The first domains of a link for IT, as people read them; `undefined` if the link is for all domains. */
function domainList(domains: unknown): string | undefined {
  if (!Array.isArray(domains)) return undefined;
  const shown = domains.slice(0, mostShownDomains).map((domain) => toUnicode(String(domain)));
  return [...shown, ...(domains.length > shown.length ? ['…'] : [])].join(', ');
}

export type AuditEventAnswer = z.infer<typeof auditEventSchema>;
