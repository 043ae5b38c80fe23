import { AppShell, Box, Burger, Group, Text } from '@mantine/core';
import { useDisclosure, useMediaQuery } from '@mantine/hooks';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { LoadingPage } from '../components/LoadingPage';
import { GlobalKeys } from '../keys/GlobalKeys';
import { useIsSignInAsked } from '../session/sign-in-again';
import { useMe, type Me } from '../session/use-me';
import { text } from '../text';
import { LeaveGuard } from '../unsaved-work/LeaveGuard';
import { AccountPicker } from './AccountPicker';
import { Forbidden } from './Forbidden';
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
  const [isOpen, { toggle, close }] = useDisclosure(false);
  const isNarrow = useMediaQuery('(max-width: 47.99em)', false, { getInitialValueInEffect: false });
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 248, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding={0}
      transitionDuration={0}
    >
      <a className={classes.skip} href="#content">
        {text.common.skipToContent}
      </a>
      <AppShell.Header className={classes.header}>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap">
            <Burger
              opened={isOpen}
              onClick={toggle}
              hiddenFrom="sm"
              size="sm"
              aria-label={text.nav.toggle}
              aria-expanded={isOpen}
            />
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
                <AccountPicker />
              </Box>
            )}
            <UserMenu />
          </Group>
        </Group>
      </AppShell.Header>
      {/* Mantine 9.7 moves a closed side bar out of the window, where its links still take the focus. */}
      <AppShell.Navbar className={classes.navbar} aria-label={text.nav.main} inert={isNarrow && !isOpen}>
        <SideBar onNavigate={close} />
      </AppShell.Navbar>
      <AppShell.Main id="content" className={classes.main} tabIndex={-1}>
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
      </AppShell.Main>
    </AppShell>
  );
}

/** The page of the address, or the reason why it is not shown: no account is chosen, or the role may not read it. */
function PageOfRole({ me }: { readonly me: Me }) {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const needed = permissionFor(path);
  if (me.account === null) return <AccountChooser />;
  return needed === null || me.may(needed) ? <Outlet /> : <Forbidden role={me.role} />;
}
