import { z } from 'zod';

export const roleSchema = z
  .enum(['operator', 'super-admin', 'account-access', 'member', 'network'])
  .meta({ id: 'Role' });
export type Role = z.infer<typeof roleSchema>;

const granted = {
  'accounts:manage': ['operator'],
  'allowlist:publish': ['operator'],
  'operations:read': ['operator'],
  'operations:manage': ['operator'],
  'tokens:manage': ['operator', 'super-admin'],
  'settings:write': ['operator', 'super-admin', 'account-access'],
  'settings:read': ['operator', 'super-admin', 'account-access'],
  'mailbox:connect': ['operator', 'super-admin', 'account-access', 'member'],
  'allowlist:read': ['operator', 'super-admin', 'account-access', 'member', 'network'],
  'self:read': ['operator', 'super-admin', 'account-access', 'member', 'network'],
} as const satisfies Record<string, readonly Role[]>;

/** The permission that a route requires of its caller. */
export type Permission = keyof typeof granted;
export const permissions = Object.keys(granted) as readonly Permission[];

/** Whether a role has a permission. The role alone decides, not what the customer pays for (R1, R2). */
export function mayRole(role: Role, permission: Permission): boolean {
  return (granted[permission] as readonly Role[]).includes(role);
}

/**
 * Whether a token with the role `creator` may create a token with the role `wanted`, which must not be the higher
 * one.
 */
export function mayCreateToken(creator: Role, wanted: Role): boolean {
  const ranked = roleSchema.options;
  return mayRole(creator, 'tokens:manage') && ranked.indexOf(wanted) >= ranked.indexOf(creator);
}
