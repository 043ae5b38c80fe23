import { z } from 'zod';
import { chosenEventsSchema, eventTypes } from './event.js';
import { addRefusal } from './problem.js';
import { parseWebhookUrl } from './webhook-url.js';

const urlSchema = z
  .string()
  .max(2000)
  .transform((text, ctx) => {
    const parsed = parseWebhookUrl(text);
    if (parsed.ok) return parsed.url;
    addRefusal(ctx, undefined, parsed);
    return z.NEVER;
  })
  .meta({
    id: 'WebhookUrl',
    description: 'An https URL.',
    example: 'https://hooks.example.com/postern',
  });
const descriptionSchema = z
  .string()
  .max(200)
  .regex(/^[^\p{Cc}]*$/u, 'A description must not contain control characters');

/** The body of a request that makes a webhook. */
export const webhookInputSchema = z
  .strictObject({
    url: urlSchema,
    events: chosenEventsSchema,
    description: descriptionSchema.default(''),
    enabled: z.boolean().default(true),
  })
  .meta({ id: 'WebhookInput' });
export type WebhookInput = z.output<typeof webhookInputSchema>;

/** The body of a request that changes a webhook: what is left out stays. */
export const webhookChangeSchema = z
  .strictObject({
    url: urlSchema.optional(),
    events: chosenEventsSchema.optional(),
    description: descriptionSchema.optional(),
    enabled: z.boolean().optional(),
  })
  .meta({ id: 'WebhookChange' });
export type WebhookChange = z.output<typeof webhookChangeSchema>;

export const webhookSchema = z
  .object({
    id: z.uuid(),
    url: z.string(),
    events: chosenEventsSchema,
    description: z.string(),
    enabled: z.boolean(),
    switchedOff: z.enum(['gone', 'failing']).nullable().meta({
      description:
        'Why Postern switched the webhook off. `gone`: the receiver answered with status 410. `failing`: every attempt of five days failed.',
    }),
    failingSince: z.iso.datetime().nullable().meta({
      description: 'When the first attempt after the last success failed.',
    }),
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
  })
  .meta({ id: 'Webhook' });
export type WebhookAnswer = z.infer<typeof webhookSchema>;

const secretSchema = z.string().meta({
  description: 'Signs the deliveries; `whsec_` and 32 bytes in base64. No other response contains it.',
});

/** The response to the creation of a webhook. */
export const newWebhookSchema = webhookSchema
  .extend({
    secret: secretSchema.optional().meta({
      description:
        'Signs the deliveries; `whsec_` and 32 bytes in base64. It is returned once: a repeated request with the same Idempotency-Key gets a response without it.',
    }),
  })
  .meta({ id: 'NewWebhook' });

/** The response to a rotation. */
export const webhookSecretSchema = z
  .object({
    secret: secretSchema,
    oldSecretUntil: z.iso.datetime().meta({ description: 'Until then both secrets sign.' }),
  })
  .meta({ id: 'WebhookSecret' });

const deliveryStateSchema = z.enum(['waiting', 'delivered', 'failed', 'discarded']).meta({
  id: 'DeliveryState',
  description:
    '`waiting`: it is sent or tried again by itself. `failed`: ten attempts failed. `discarded`: the webhook was switched off before.',
});
export type DeliveryState = z.infer<typeof deliveryStateSchema>;

/** What became of one event for one webhook. */
export const webhookDeliverySchema = z
  .object({
    id: z.uuid(),
    eventId: z
      .uuid()
      .meta({ description: 'The header `webhook-id`, the same for every attempt and receiver.' }),
    type: z.enum([...eventTypes, 'webhook.test']),
    domain: z.string().nullable(),
    at: z.iso.datetime().meta({ description: 'When the event happened.' }),
    state: deliveryStateSchema,
    attempts: z.int(),
    status: z.int().nullable().meta({ description: 'The HTTP status of the last answer.' }),
    failure: z.string().nullable().meta({
      description: 'Why the last attempt failed: a stable code such as `status`, `tls-failed` or `redirect`.',
    }),
    durationMs: z.int().nullable().meta({ description: 'How long the last attempt took.' }),
    nextAttemptAt: z.iso.datetime().nullable(),
    endedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'WebhookDelivery' });
export type WebhookDeliveryAnswer = z.infer<typeof webhookDeliverySchema>;
