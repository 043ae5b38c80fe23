import { z } from 'zod';
import {
  isInScopes,
  mayRole,
  permissions,
  permissionSchema,
  roleSchema,
  type HolderRole,
  type Limits,
  type Permission,
  type Role,
} from './permission.js';
import { addRefusal } from './problem.js';
import { areSourcesWithin, tokenSourcesSchema } from './token-sources.js';

const scopesSchema = z
  .array(permissionSchema)
  .min(1, 'Name at least one permission, or leave the field out')
  .transform((scopes) => [...new Set(scopes)])
  .meta({
    description:
      'The permissions that the token keeps of those of its role; by default all. Every token may read /v1/me.',
    example: ['allowlist:read'],
  });
const expiresAtSchema = z.iso.datetime({ offset: true }).nullish();

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
    expiresAt: expiresAtSchema,
    scopes: scopesSchema.optional(),
    sources: tokenSourcesSchema.optional(),
  })
  .superRefine(({ role, scopes }, ctx) => {
    for (const [index, scope] of (scopes ?? []).entries()) {
      const message = `The role ${role} does not have the permission ${scope}`;
      if (!mayRole(role, scope))
        addRefusal(ctx, undefined, { code: 'scope-not-of-role', message }, ['scopes', index]);
    }
  })
  .meta({ id: 'TokenInput' });
export type TokenInput = z.output<typeof tokenInputSchema>;

/** The body of a request that gives a token a new secret. */
export const tokenRotationSchema = z
  .strictObject({
    overlapHours: z.int().min(0).max(168).optional().meta({
      description: 'How long the old secret stays valid, by default 24 hours. With 0 it ends at once.',
    }),
    expiresAt: expiresAtSchema.meta({
      description: 'When the token ends from now on; null for never. By default this stays as it is.',
    }),
  })
  .nullish()
  .meta({ id: 'TokenRotation' });
export type TokenRotation = z.output<typeof tokenRotationSchema>;

/** What limits a token, as its answers show it. */
const limitsShape = {
  scopes: z.array(z.string()).nullable().meta({
    description: 'The permissions that are left of those of the role; null for all of them.',
  }),
  sources: z.array(z.string()).nullable().meta({
    description: 'The prefixes that requests must come from; null for any address.',
  }),
  expiresAt: z.iso.datetime().nullable(),
  expiresSoon: z.boolean().meta({ description: 'Whether the token ends within 14 days.' }),
};

export const tokenSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    role: roleSchema,
    createdAt: z.iso.datetime(),
    createdBy: z.string(),
    ...limitsShape,
    lastUsedAt: z.iso.datetime().nullable(),
    lastUsedAddress: z.string().nullable().meta({ description: 'The client address of the last use.' }),
  })
  .meta({ id: 'Token' });
export type TokenAnswer = z.infer<typeof tokenSchema>;

/** The response to the creation of a token. No other response contains the secret. */
export const newTokenSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    role: roleSchema,
    scopes: z.array(z.string()).optional(),
    sources: z.array(z.string()).optional(),
    token: z.string().optional().meta({
      description:
        'The secret is returned once. A repeated request with the same Idempotency-Key gets a response without it.',
    }),
  })
  .meta({ id: 'NewToken' });
export type NewToken = z.infer<typeof newTokenSchema>;

/** The caller's token or person, role, account and permissions. */
export const meSchema = z
  .object({
    tokenId: z.uuid().nullable().meta({ description: 'Null for a person whom the provider signed in.' }),
    person: z
      .object({ name: z.string(), address: z.string().nullable() })
      .nullable()
      .meta({ description: 'Whom the provider signed in; null for a token.' }),
    role: roleSchema,
    account: z.object({ id: z.uuid(), name: z.string(), dataCenter: z.string().nullable() }).nullable(),
    permissions: z
      .array(z.string())
      .meta({ description: 'Those of the role, less what the scopes take away.' }),
    ...limitsShape,
  })
  .meta({ id: 'Me' });

/** The days before the end of a token from which on people are told of it. */
export const tokenWarningDays = 14;

/** Whether something ends within 14 days of `now` (ms). */
export function endsSoon(expiresAt: Date | null, now = Date.now()): boolean {
  return expiresAt !== null && expiresAt.getTime() - now <= tokenWarningDays * 86_400_000;
}

/** The permissions of a role that a holder's scopes leave. */
export function permissionsOf(role: HolderRole, limits: Limits | null): Permission[] {
  return permissions.filter((permission) => mayRole(role, permission) && isInScopes(limits, permission));
}

/**
 * What a token with the limits `inner` would have beyond a creator with the limits `outer`: the permissions that the creator's
 * scopes lack, and whether it could be used from elsewhere.
 */
export function excessOf(
  outer: Limits | null,
  role: Role,
  inner: Limits | null,
): { readonly permissions: readonly Permission[]; readonly isFromElsewhere: boolean } {
  return {
    permissions: permissionsOf(role, inner).filter((permission) => !isInScopes(outer, permission)),
    isFromElsewhere: !areSourcesWithin(outer, inner),
  };
}

/** The limits of a new token as they are stored; null for none. */
export function limitsOf({ scopes, sources }: Pick<TokenInput, 'scopes' | 'sources'>): Limits | null {
  if (scopes === undefined && sources === undefined) return null;
  return { ...(scopes && { scopes }), ...(sources && { sources }) };
}
