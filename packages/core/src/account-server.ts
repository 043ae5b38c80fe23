import { z } from 'zod';
import { endpointNameSchema } from './endpoint-name.js';

const count = z.int().min(0);

/** A server that domains of the account use, and what its scheduled checks of the last 30 days found. */
export const accountServerSchema = z
  .object({
    endpoint: endpointNameSchema,
    host: z.string(),
    port: z.int(),
    domains: count
      .max(10_000)
      .meta({ description: 'Domains of the account that use it; counted up to 10,000.' }),
    isFailing: z.boolean().meta({ description: 'Whether its last scheduled check failed.' }),
    nextCheckAt: z.iso.datetime(),
    days: z
      .array(
        z.object({
          day: z.iso.date(),
          checks: count,
          failures: count,
          meanMs: count.nullable().meta({
            description: 'Of the checks without a failure, from the lookup of the name to the last answer.',
          }),
        }),
      )
      .meta({
        description: 'Days with a check, oldest first, from the day after the account began to use it.',
      }),
  })
  .meta({ id: 'AccountServer' });
export type AccountServer = z.infer<typeof accountServerSchema>;
