import { z } from 'zod';
import { dataCenterIdSchema } from './data-center-id.js';

const accountName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}]*$/u, 'A name must not contain control characters')
  .meta({ example: 'Example Ltd' });

/** The body of a request that creates an account. */
export const accountInputSchema = z
  .strictObject({ name: accountName, dataCenter: dataCenterIdSchema.nullable().default(null) })
  .meta({ id: 'AccountInput' });
export type AccountInput = z.output<typeof accountInputSchema>;

/** The body of a request that changes an account; a field that is not sent keeps its value. */
export const accountChangeSchema = z
  .strictObject({ name: accountName.optional(), dataCenter: dataCenterIdSchema.nullable().optional() })
  .meta({ id: 'AccountChange' });
export type AccountChange = z.output<typeof accountChangeSchema>;

export const accountSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    dataCenter: z.string().nullable(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Account' });
export type AccountAnswer = z.infer<typeof accountSchema>;
