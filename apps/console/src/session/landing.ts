import type { Permission } from '@postern/core/permission';

type Path = '/overview' | '/settings/objects/activities' | '/connect' | '/allowlist';

/**
 * The page on which a role starts: the first one that it may read. An admin whose account has no domain yet starts on
 * the page that adds one.
 */
export async function landingFor(
  { permissions }: { readonly permissions: readonly string[] },
  hasDomains: () => Promise<boolean>,
): Promise<Path> {
  const may = (permission: Permission) => permissions.includes(permission);
  if (may('settings:read')) return (await hasDomains()) ? '/overview' : '/settings/objects/activities';
  return may('mailbox:connect') ? '/connect' : '/allowlist';
}
