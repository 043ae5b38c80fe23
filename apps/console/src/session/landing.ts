import type { Permission } from '@postern/core/permission';

type Path = '/settings/objects/activities' | '/connect' | '/allowlist';

/** The page on which a role starts: the first one that it may read. */
export function landingFor({ permissions }: { readonly permissions: readonly string[] }): Path {
  const may = (permission: Permission) => permissions.includes(permission);
  if (may('settings:read')) return '/settings/objects/activities';
  return may('mailbox:connect') ? '/connect' : '/allowlist';
}
