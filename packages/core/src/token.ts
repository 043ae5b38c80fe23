import { z } from 'zod';
import { roleSchema } from './permission.js';

/**
 * The body of a request that creates a token. The role of the new token must not be higher than that of the caller.
 */
export const tokenInputSchema = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .regex(/^[^\p{Cc}]*$/u, 'A name must not contain control characters')
      .meta({ example: 'CRM sync' }),
    role: roleSchema,
    expiresAt: z.iso.datetime({ offset: true }).nullish(),
  })
  .meta({ id: 'TokenInput' });
export type TokenInput = z.output<typeof tokenInputSchema>;

export const tokenSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    role: roleSchema,
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
    expiresAt: z.iso.datetime().nullable(),
    lastUsedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Token' });
export type TokenAnswer = z.infer<typeof tokenSchema>;

/** The response to the creation of a token. No other response contains the secret. */
export const newTokenSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    role: roleSchema,
    token: z.string().optional().meta({
      description:
        'The secret is returned once. A repeated request with the same Idempotency-Key gets a response without it.',
    }),
  })
  .meta({ id: 'NewToken' });
export type NewToken = z.infer<typeof newTokenSchema>;

/** The caller's token, role, account and permissions. */
export const meSchema = z
  .object({
    tokenId: z.uuid(),
    role: roleSchema,
    account: z.object({ id: z.uuid(), name: z.string(), dataCenter: z.string().nullable() }).nullable(),
    permissions: z.array(z.string()),
  })
  .meta({ id: 'Me' });
