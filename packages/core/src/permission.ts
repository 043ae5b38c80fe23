import { z } from 'zod';

export const roleSchema = z
  .enum(['operator', 'super-admin', 'account-access', 'member', 'network'])
  .meta({ id: 'Role' });
export type Role = z.infer<typeof roleSchema>;

/** The role of a holder. That of a link for IT is no role that a token can have. */
export type HolderRole = Role | 'link';

const granted = {
  'accounts:manage': ['operator'],
  'allowlist:publish': ['operator'],
  'operations:read': ['operator'],
  'operations:manage': ['operator'],
  'tokens:manage': ['operator', 'super-admin'],
  'settings:write': ['operator', 'super-admin', 'account-access'],
  'settings:read': ['operator', 'super-admin', 'account-access'],
  'mailbox:connect': ['operator', 'super-admin', 'account-access', 'member'],
  'allowlist:read': ['operator', 'super-admin', 'account-access', 'member', 'network', 'link'],
  'links:use': ['link'],
  'self:read': ['operator', 'super-admin', 'account-access', 'member', 'network'],
} as const satisfies Record<string, readonly HolderRole[]>;

/** The permission that a route requires of its caller. */
export type Permission = keyof typeof granted;
export const permissions = Object.keys(granted) as readonly Permission[];
export const permissionSchema = z.enum(Object.keys(granted) as [Permission]).meta({ id: 'Permission' });

/** What limits a holder further than its role does. A limit that is absent limits nothing; an empty one allows nothing. */
export type Limits = {
  /** The permissions that are left of those of the role. Every holder keeps `self:read`. */
  readonly scopes?: readonly Permission[] | undefined;
  /** The prefixes, as canonical text, that requests must come from. */
  readonly sources?: readonly string[] | undefined;
  /** The domains whose rules the holder sees. */
  readonly domains?: readonly string[] | undefined;
  /** What a connect session is made for: its address, and the origin of the pages that may use it. */
  readonly embedded?: EmbeddedLimit | undefined;
};

/** The limits of the embedded component, which connects one mailbox. */
export type EmbeddedLimit = {
  /** The id of the token that asked for the connect session. */
  readonly createdBy: string;
  /** The SHA-256 of the address, in hex. */
  readonly addressSha256: string;
  readonly origin: string;
};

/** Whether a role has a permission. The role alone decides, not what the customer pays for (R1, R2). */
export function mayRole(role: HolderRole, permission: Permission): boolean {
  return (granted[permission] as readonly HolderRole[]).includes(role);
}

/** Whether the holder of a token, or of a session opened with it, has a permission: its role has it, and its scopes do. */
export function mayHolder(
  { role, limits }: { readonly role: HolderRole; readonly limits: Limits | null },
  permission: Permission,
): boolean {
  return mayRole(role, permission) && isInScopes(limits, permission);
}

/** Whether the scopes of a holder, if it has any, leave it a permission. Every holder may read about itself. */
export function isInScopes(limits: Limits | null, permission: Permission): boolean {
  return permission === 'self:read' || (limits?.scopes?.includes(permission) ?? true);
}

/**
 * Whether a token with the role `creator` may create a token with the role `wanted`, which must not be the higher
 * one.
 */
export function mayCreateToken(creator: HolderRole, wanted: Role): boolean {
  const ranked: readonly HolderRole[] = roleSchema.options;
  return mayRole(creator, 'tokens:manage') && ranked.indexOf(wanted) >= ranked.indexOf(creator);
}
