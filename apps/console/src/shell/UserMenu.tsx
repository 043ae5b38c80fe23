import { Button, Group, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { answerOf } from '@postern/client/postern-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { api } from '../api/client';
import { Icon } from '../components/Icon';
import { setActingAccount } from '../session/acting-account';
import { useMe } from '../session/use-me';
import { text } from '../first-text';
import { mayLeave } from '../unsaved-work/unsaved-work';
import classes from './Shell.module.css';

/** The role, the person, the account, the switch between light and dark, and Sign out. */
export function UserMenu() {
  const me = useMe();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const signOut = useMutation({
    mutationFn: () => answerOf(api.DELETE('/v1/session')),
    onSettled: async (closed) => {
      setActingAccount(null);
      if (closed) {
        location.assign(closed.signOutUrl);
        return;
      }
      await navigate({ to: '/sign-in', ignoreBlocker: true });
      queries.clear();
    },
  });
  const askAndSignOut = async () => {
    if (await mayLeave()) signOut.mutate();
  };
  return (
    <Group gap={8} wrap="nowrap">
      <div className={classes.who}>
        <span className={classes.role} data-testid="role">
          {text.roles[me.role]}
        </span>
        {me.person !== null && (
          <span className={classes.accountName} title={me.person.address ?? undefined}>
            {me.person.name}
          </span>
        )}
        {me.account !== null && (
          <span className={me.role === 'operator' ? classes.actingName : classes.accountName}>
            {me.role === 'operator' ? me.account.name : text.account.of(me.account.name)}
          </span>
        )}
      </div>
      <ColorSchemeToggle />
      <Button
        variant="default"
        size="xs"
        className={classes.signOut}
        leftSection={<Icon name="signOut" size={15} />}
        loading={signOut.isPending}
        aria-label={text.session.signOut}
        onClick={() => void askAndSignOut()}
      >
        <span className={classes.signOutLabel}>{text.session.signOut}</span>
      </Button>
    </Group>
  );
}

function ColorSchemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme('light', { getInitialValueInEffect: false }) === 'dark';
  const label = isDark ? text.nav.toLight : text.nav.toDark;
  return (
    <button
      type="button"
      className={classes.iconButton}
      aria-label={label}
      title={label}
      onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
    >
      <Icon name={isDark ? 'sun' : 'moon'} />
    </button>
  );
}
