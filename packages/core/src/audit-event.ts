import { z } from 'zod';

/** Who changed what, when, from what to what (B7). */
export const auditEventSchema = z
  .object({
    id: z.uuid(),
    at: z.iso.datetime(),
    actorId: z.uuid().nullable().meta({ description: 'The token that acted.' }),
    actor: z.string().meta({ description: 'The name of that token at the time.', example: 'CRM sync' }),
    action: z.string().meta({
      description: 'What happened, e.g. `mail-settings.updated`.',
      example: 'mail-settings.updated',
    }),
    subject: z
      .string()
      .meta({ description: 'What it happened to: a domain, or an id.', example: 'example.com' }),
    before: z.record(z.string(), z.unknown()).nullable(),
    after: z.record(z.string(), z.unknown()).nullable(),
  })
  .meta({ id: 'AuditEvent' });
export type AuditEventAnswer = z.infer<typeof auditEventSchema>;
