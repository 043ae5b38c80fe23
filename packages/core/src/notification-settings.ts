import { z } from 'zod';
import { emailAddressSchema } from './domain-name.js';
import { chosenEventsSchema, type EventType } from './event.js';

/** Recipients of an account. */
const mostRecipients = 20;

const digestSchema = z.enum(['at-once', 'hourly', 'daily']).meta({
  id: 'Digest',
  description:
    '`at-once`: half a minute after an event, with what else happens in it. `hourly`: at the full hour. `daily`: at 7:00 UTC. Of one server at most one mail an hour is sent.',
});
export type Digest = z.infer<typeof digestSchema>;

const recipientSchema = z
  .object({
    email: z.string(),
    confirmedAt: z.iso.datetime().nullable().meta({
      description:
        'When the recipient opened the link of the first mail; null before. Nothing else is sent before.',
    }),
    lastMail: z
      .object({
        state: z.enum(['waiting', 'delivered', 'failed', 'discarded']),
        at: z.iso.datetime(),
        attempts: z.int(),
        failure: z.string().nullable(),
      })
      .nullable()
      .meta({
        description: 'What became of the newest mail; `delivered` means that the SMTP server took it.',
      }),
  })
  .meta({ id: 'MailRecipient' });

export const notificationSettingsSchema = z
  .object({ recipients: z.array(recipientSchema), events: chosenEventsSchema, digest: digestSchema })
  .meta({ id: 'NotificationSettings' });
export type NotificationSettingsAnswer = z.infer<typeof notificationSettingsSchema>;

/** The body of a request that replaces the settings. An answer can be sent back: what only Postern knows is ignored. */
export const notificationSettingsInputSchema = z
  .strictObject({
    recipients: z
      .array(
        z.strictObject({
          email: emailAddressSchema,
          confirmedAt: z.unknown().optional().meta({ description: 'Ignored.' }),
          lastMail: z.unknown().optional().meta({ description: 'Ignored.' }),
        }),
      )
      .max(mostRecipients),
    events: chosenEventsSchema,
    digest: digestSchema,
  })
  .meta({ id: 'NotificationSettingsInput' });
export type NotificationSettingsInput = z.output<typeof notificationSettingsInputSchema>;

/** What is mailed until somebody chooses: everything but changes that the account's own people make. */
export const defaultMailedEvents: readonly EventType[] = [
  'domain.failed',
  'domain.recovered',
  'certificate.expiring',
  'certificate.changed',
  'attempt.seen',
  'allowlist.revised',
];
