import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { ProblemError } from '@postern/client/problem-error';
import { queryClient } from './api/query-client';
import { summaryQuery } from './api/summary';
import { Crash } from './components/Crash';
import { OverviewPage } from './pages/overview/OverviewPage';
import { readOverview } from './pages/overview/read-overview';
import { landingFor } from './session/landing';
import { signInCodeAccepted } from './session/sign-in-code';
import { meQuery } from './session/use-me';
import { Shell } from './shell/Shell';

/** Keeps the named search parameters that are text and drops all others. */
function textParameters<Name extends string>(...names: Name[]) {
  return (search: Record<string, unknown>): Partial<Record<Name, string>> =>
    Object.fromEntries(
      names.flatMap((name) => (typeof search[name] === 'string' ? [[name, search[name]]] : [])),
    ) as Partial<Record<Name, string>>;
}

const root = createRootRoute({
  notFoundComponent: lazyRouteComponent(() => import('./shell/NotFound'), 'NotFound'),
  errorComponent: Crash,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: textParameters('next', 'reason'),
  component: lazyRouteComponent(() => import('./pages/sign-in/SignInPage'), 'SignInPage'),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  path: '/signed-in',
  component: lazyRouteComponent(() => import('./pages/sign-in/SignedInPage'), 'SignedInPage'),
});

/** What a link for IT opens: its secret is in the fragment, and no session is needed. */
const it = createRoute({
  getParentRoute: () => root,
  path: '/it',
  component: lazyRouteComponent(() => import('./pages/it/ItPage'), 'ItPage'),
});

/** Every page that needs a session. Without one it redirects to the sign-in, which returns here afterwards. */
const shell = createRoute({
  getParentRoute: () => root,
  id: 'shell',
  component: Shell,
  beforeLoad: async ({ location }) => {
    const accepted = await signInCodeAccepted();
    try {
      await queryClient.ensureQueryData(meQuery);
    } catch (error) {
      if (!(error instanceof ProblemError) || error.problem.status !== 401) throw error;
      const next = location.pathname === '/' ? undefined : location.href;
      throw redirect({ to: '/sign-in', search: { next, reason: accepted === false ? 'code' : undefined } });
    }
  },
});

/** Whether the account has anything to show on its overview; false if that cannot be read, e.g. without an account. */
async function hasDomains(): Promise<boolean> {
  const summary = await queryClient.fetchQuery({ ...summaryQuery(), retry: false }).catch(() => null);
  return summary !== null && summary.domains.total + summary.attempts > 0;
}

const overview = createRoute({
  getParentRoute: () => shell,
  path: '/overview',
  loader: readOverview,
  component: OverviewPage,
});

const home = createRoute({
  getParentRoute: () => shell,
  path: '/',
  beforeLoad: async () => {
    throw redirect({ to: await landingFor(await queryClient.ensureQueryData(meQuery), hasDomains) });
  },
});

const mailSettings = createRoute({
  getParentRoute: () => shell,
  path: '/settings/objects/activities',
  validateSearch: textParameters('search', 'kind', 'state', 'origin', 'hint', 'sort', 'panel', 'domain'),
  component: lazyRouteComponent(() => import('./pages/mail-settings/MailSettingsPage'), 'MailSettingsPage'),
});

const importExport = createRoute({
  getParentRoute: () => shell,
  path: '/settings/import',
  component: lazyRouteComponent(() => import('./pages/import-export/ImportExportPage'), 'ImportExportPage'),
});

const connect = createRoute({
  getParentRoute: () => shell,
  path: '/connect',
  component: lazyRouteComponent(() => import('./pages/connect/ConnectPage'), 'ConnectPage'),
});

const allowlist = createRoute({
  getParentRoute: () => shell,
  path: '/allowlist',
  validateSearch: textParameters('list', 'dataCenter'),
  component: lazyRouteComponent(() => import('./pages/allowlist/AllowlistPage'), 'AllowlistPage'),
});

const allowlistEditor = createRoute({
  getParentRoute: () => shell,
  path: '/allowlist-editor',
  component: lazyRouteComponent(
    () => import('./pages/allowlist-editor/AllowlistEditorPage'),
    'AllowlistEditorPage',
  ),
});

const firewall = createRoute({
  getParentRoute: () => shell,
  path: '/firewall',
  validateSearch: textParameters('target'),
  component: lazyRouteComponent(() => import('./pages/firewall/FirewallPage'), 'FirewallPage'),
});

const handover = createRoute({
  getParentRoute: () => shell,
  path: '/firewall/handover',
  component: lazyRouteComponent(() => import('./pages/firewall/HandoverPage'), 'HandoverPage'),
});

const links = createRoute({
  getParentRoute: () => shell,
  path: '/links',
  component: lazyRouteComponent(() => import('./pages/links/LinksPage'), 'LinksPage'),
});

const audit = createRoute({
  getParentRoute: () => shell,
  path: '/audit',
  component: lazyRouteComponent(() => import('./pages/audit/AuditPage'), 'AuditPage'),
});

const notifications = createRoute({
  getParentRoute: () => shell,
  path: '/notifications',
  component: lazyRouteComponent(() => import('./pages/notifications/NotificationsPage'), 'NotificationsPage'),
});

const authorities = createRoute({
  getParentRoute: () => shell,
  path: '/certificate-authorities',
  component: lazyRouteComponent(() => import('./pages/authorities/AuthoritiesPage'), 'AuthoritiesPage'),
});

const tokens = createRoute({
  getParentRoute: () => shell,
  path: '/tokens',
  component: lazyRouteComponent(() => import('./pages/tokens/TokensPage'), 'TokensPage'),
});

const queue = createRoute({
  getParentRoute: () => shell,
  path: '/queue',
  component: lazyRouteComponent(() => import('./pages/queue/QueuePage'), 'QueuePage'),
});

const vendor = createRoute({
  getParentRoute: () => shell,
  path: '/vendor',
  component: lazyRouteComponent(() => import('./pages/vendor/VendorPage'), 'VendorPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    signedIn,
    it,
    shell.addChildren([
      home,
      overview,
      mailSettings,
      importExport,
      connect,
      allowlist,
      allowlistEditor,
      firewall,
      handover,
      links,
      audit,
      notifications,
      authorities,
      tokens,
      queue,
      vendor,
    ]),
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultErrorComponent: Crash,
});

/** Fetches the code of the page in the address while `/v1/me` is read, not afterwards. */
export function fetchCodeEarly(): void {
  const matches: readonly { readonly routeId: string }[] = router.matchRoutes(router.latestLocation);
  const routes: Readonly<Record<string, { readonly options: { readonly component?: unknown } }>> =
    router.routesById;
  for (const { routeId } of matches) {
    const component = routes[routeId]?.options.component as { preload?: () => Promise<void> } | undefined;
    void component?.preload?.();
  }
}

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
