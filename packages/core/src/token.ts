import { z } from 'zod';
import { roleSchema } from './permission.js';

/** What makes a token; never above the maker's own role. */
export const tokenInputSchema = z
  .strictObject({
    name: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .regex(/^[^\p{Cc}]*$/u, 'No control characters')
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

/** A token just made: the only answer that ever holds the secret. */
export const newTokenSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    role: roleSchema,
    token: z
      .string()
      .optional()
      .meta({ description: 'Shown once: a repeated request (Idempotency-Key) answers without it.' }),
  })
  .meta({ id: 'NewToken' });
export type NewToken = z.infer<typeof newTokenSchema>;

/** Who the caller is. */
export const meSchema = z
  .object({
    tokenId: z.uuid(),
    role: roleSchema,
    account: z.object({ id: z.uuid(), name: z.string(), dataCenter: z.string().nullable() }).nullable(),
    permissions: z.array(z.string()),
  })
  .meta({ id: 'Me' });
