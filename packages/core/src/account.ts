import { z } from 'zod';

/** A data centre's id, e.g. `eu1`; whether the allowlist knows it is not checked. */
export const dataCenterSchema = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/, 'A slug like eu1 is needed')
  .meta({ id: 'DataCenterSlug', description: 'A data centre by its slug.', example: 'eu1' });

const accountName = z
  .string()
  .trim()
  .min(1)
  .max(100)
  .regex(/^[^\p{Cc}]*$/u, 'No control characters')
  .meta({ example: 'Example Ltd' });

/** What makes an account. */
export const accountInputSchema = z
  .strictObject({ name: accountName, dataCenter: dataCenterSchema.nullable().default(null) })
  .meta({ id: 'AccountInput' });
export type AccountInput = z.output<typeof accountInputSchema>;

/** What changes an account; a field left out stays as it is. */
export const accountChangeSchema = z
  .strictObject({ name: accountName.optional(), dataCenter: dataCenterSchema.nullable().optional() })
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
