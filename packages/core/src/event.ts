import { z } from 'zod';

/** What an account can be told of. `webhook.test` is sent only when somebody asks for it. */
export const eventTypes = [
  'domain.failed',
  'domain.recovered',
  'certificate.expiring',
  'certificate.changed',
  'settings.changed',
  'attempt.seen',
  'allowlist.revised',
] as const;

const eventTypeSchema = z.enum(eventTypes).meta({
  id: 'EventType',
  description:
    '`domain.failed` and `domain.recovered`: the outcome of a domain’s verification changed. `certificate.expiring`: 30, 14, 7 or 1 day left. `certificate.changed`: a pinned certificate is no longer the one that is served. `settings.changed`: settings were created, updated, deleted or imported. `attempt.seen`: a user tried to connect on a domain without settings. `allowlist.revised`: a revision of the allowlist was published.',
});
export type EventType = z.infer<typeof eventTypeSchema>;
/** The events that a webhook or a mail tells. */
export const chosenEventsSchema = z
  .union([z.literal('all'), z.array(eventTypeSchema).min(1).max(eventTypes.length)], {
    error: 'Write all, or a list of types of events',
  })
  .meta({ description: 'The events that are told: `all`, or a list of types.' });
/** The type of an event that a webhook receives: also that of a test. */
export type SentType = EventType | 'webhook.test';
/** The type of an event that a mail tells: also that a webhook was switched off. */
export type MailedType = EventType | 'webhook.switched-off';
