import type { Permission } from '@postern/core/permission';
import type { IconName } from '../components/icon-paths';
import { text } from '../first-text';

type Destination = {
  readonly to:
    | '/overview'
    | '/settings/objects/activities'
    | '/settings/import'
    | '/connect'
    | '/allowlist'
    | '/allowlist-editor'
    | '/firewall'
    | '/links'
    | '/audit'
    | '/notifications'
    | '/certificate-authorities'
    | '/tokens'
    | '/queue'
    | '/vendor';
  readonly label: string;
  readonly icon: IconName;
  readonly needs: Permission;
};

/** The groups and links of the side bar, each with the permission that it needs. */
export const navigation: readonly { readonly label: string; readonly items: readonly Destination[] }[] = [
  {
    label: text.nav.mailbox,
    items: [{ to: '/connect', label: text.nav.connect, icon: 'mail', needs: 'mailbox:connect' }],
  },
  {
    label: text.nav.settings,
    items: [
      { to: '/overview', label: text.nav.overview, icon: 'gauge', needs: 'settings:read' },
      {
        to: '/settings/objects/activities',
        label: text.nav.mailSettings,
        icon: 'activity',
        needs: 'settings:read',
      },
      { to: '/settings/import', label: text.nav.importExport, icon: 'upload', needs: 'settings:write' },
    ],
  },
  {
    label: text.nav.network,
    items: [
      { to: '/allowlist', label: text.nav.allowlist, icon: 'list', needs: 'allowlist:read' },
      { to: '/firewall', label: text.nav.firewall, icon: 'wall', needs: 'allowlist:read' },
      { to: '/links', label: text.nav.links, icon: 'link', needs: 'settings:write' },
    ],
  },
  {
    label: text.nav.account,
    items: [
      {
        to: '/notifications',
        label: text.nav.notifications,
        icon: 'bell',
        needs: 'settings:write',
      },
      {
        to: '/certificate-authorities',
        label: text.nav.authorities,
        icon: 'shield',
        needs: 'settings:write',
      },
      { to: '/tokens', label: text.nav.tokens, icon: 'key', needs: 'tokens:manage' },
      { to: '/audit', label: text.nav.audit, icon: 'history', needs: 'settings:read' },
    ],
  },
  {
    label: text.nav.installation,
    items: [
      { to: '/queue', label: text.nav.queue, icon: 'clock', needs: 'operations:read' },
      {
        to: '/allowlist-editor',
        label: text.nav.allowlistEditor,
        icon: 'pencil',
        needs: 'allowlist:publish',
      },
      { to: '/vendor', label: text.nav.vendor, icon: 'tag', needs: 'allowlist:publish' },
    ],
  },
];

/** The permission that the page at a path needs; `null` for a path that is not in the side bar. */
export function permissionFor(path: string): Permission | null {
  const destinations = navigation.flatMap(({ items }) => items);
  return destinations.find(({ to }) => isAt(path, to))?.needs ?? null;
}

/** Whether a path is that of a page or lies below it. */
export function isAt(path: string, page: string): boolean {
  return path === page || path.startsWith(`${page}/`);
}
