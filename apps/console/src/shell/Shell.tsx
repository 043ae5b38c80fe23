import { Box, Group, Text } from '@mantine/core';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { Icon } from '../components/Icon';
import { LoadingPage } from '../components/LoadingPage';
import { GlobalKeys } from '../keys/GlobalKeys';
import { useIsSignInAsked } from '../session/sign-in-again';
import { useMe, type Me } from '../session/use-me';
import { text } from '../first-text';
import { LeaveGuard } from '../unsaved-work/LeaveGuard';
import { Forbidden } from './Forbidden';
import { LazyAccountPicker } from './LazyAccountPicker';
import { permissionFor } from './navigation';
import { OfflineBanner } from './OfflineBanner';
import classes from './Shell.module.css';
import { SideBar } from './SideBar';
import { UserMenu } from './UserMenu';

const SignInDialog = lazy(() => import('../session/SignInDialog'));
const AccountChooser = lazy(() => import('./AccountChooser'));

/** The header and side bar around every page. */
export function Shell() {
  const me = useMe();
  const isSignInAsked = useIsSignInAsked();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <a className={classes.skip} href="#content">
        {text.common.skipToContent}
      </a>
      <header className={classes.header}>
        <Group gap="sm" wrap="nowrap">
          <button
            type="button"
            className={`${classes.iconButton} ${classes.menuButton}`}
            onClick={() => setOpen(!isOpen)}
            aria-label={text.nav.toggle}
            aria-expanded={isOpen}
          >
            <Icon name={isOpen ? 'cross' : 'menu'} size={22} />
          </button>
          <Link to="/" className={classes.brand} aria-label={text.product}>
            <img src="/postern.svg" width={28} height={28} alt="" />
            <Text span fw={660} fz="lg" className={classes.productName}>
              {text.product}
            </Text>
          </Link>
        </Group>
        <Group gap="xs" wrap="nowrap" miw={0}>
          {me.role === 'operator' && me.account !== null && (
            <Box visibleFrom="sm">
              <LazyAccountPicker />
            </Box>
          )}
          <UserMenu />
        </Group>
      </header>
      <nav className={classes.navbar} aria-label={text.nav.main} data-open={isOpen || undefined}>
        <SideBar onNavigate={() => setOpen(false)} />
      </nav>
      <main id="content" className={classes.main} tabIndex={-1}>
        <OfflineBanner />
        <Suspense fallback={<LoadingPage />}>
          <PageOfRole me={me} />
        </Suspense>
        <LeaveGuard />
        <GlobalKeys />
        {isSignInAsked && (
          <Suspense>
            <SignInDialog />
          </Suspense>
        )}
      </main>
    </>
  );
}

/** The page of the address, or the reason why it is not shown: no account is chosen, or the role may not read it. */
function PageOfRole({ me }: { readonly me: Me }) {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const needed = permissionFor(path);
  if (me.account === null) return <AccountChooser />;
  return needed === null || me.may(needed) ? <Outlet /> : <Forbidden role={me.role} />;
}
