import { z } from 'zod';
import { auditEventSchema } from './audit-event.js';
import { endpointNameSchema } from './endpoint-name.js';
import { failureValuesSchema } from './failures/failure-values.js';

const count = z.int().min(0);

/** What an account's overview shows: how many domains are in which state, and what needs a person. */
export const summarySchema = z
  .object({
    domains: z.object({
      total: count,
      byState: z.object({
        unverified: count,
        queued: count,
        running: count,
        passed: count,
        failed: count,
      }),
      byKind: z.object({ imap: count, exchange: count }),
    }),
    attention: z
      .array(
        z.object({
          kind: z.enum(['failure', 'attempts', 'hints']),
          domain: z.string().optional().meta({ description: 'The domain, if it is the only one.' }),
          displayDomain: z.string().optional(),
          server: z.string().optional().meta({ description: 'host:port, or the host of the Exchange URL.' }),
          endpoint: endpointNameSchema.optional(),
          code: z.string().optional(),
          title: z.string().optional().meta({ description: 'What happened, in English.' }),
          values: failureValuesSchema.optional(),
          field: z.string().optional(),
          count,
          since: z.iso.datetime(),
        }),
      )
      .meta({
        description:
          'Failures by server and code, the most frequent first, at most 50; then attempts; then domains whose provider publishes other servers.',
      }),
    certificates: z
      .array(z.object({ server: z.string(), daysLeft: z.int(), domains: count }))
      .meta({ description: 'Certificates that end within 30 days, the first to end first; at most 50.' }),
    more: z
      .object({ failures: count, certificates: count })
      .meta({ description: 'How many failures and certificates there are beyond those that are listed.' }),
    ending: z
      .array(
        z.object({
          kind: z.enum(['certificate-authority', 'token']),
          name: z.string(),
          endsAt: z.iso.datetime(),
          daysLeft: z.int().meta({ description: 'Negative after the end.' }),
        }),
      )
      .meta({
        description:
          'Certificate authorities that ended or end within 30 days, and, for callers who may manage tokens, tokens that end within 14 days; the first to end first, at most 50.',
      }),
    attempts: count,
    nextCheckAt: z.iso.datetime().nullable(),
    allowlist: z.object({ revision: z.int(), publishedAt: z.iso.datetime(), isSample: z.boolean() }),
    changes: z
      .array(
        auditEventSchema.pick({
          id: true,
          at: true,
          actor: true,
          action: true,
          subject: true,
          displaySubject: true,
        }),
      )
      .meta({ description: 'The latest changes since the time asked for, newest first; at most 20.' }),
  })
  .meta({ id: 'Summary' });
export type Summary = z.infer<typeof summarySchema>;
