import {
  ActionIcon,
  Button,
  Group,
  Menu,
  Text,
  Tooltip,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { answerOf } from '@postern/client/postern-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../api/client';
import { Icon } from '../components/Icon';
import { setActingAccount } from '../session/acting-account';
import { useMe } from '../session/use-me';
import { text } from '../text';

/** The role, the account, light and dark, and the way out. */
export function UserMenu() {
  const me = useMe();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const signOut = useMutation({
    mutationFn: () => answerOf(api.DELETE('/v1/session')),
    onSettled: async () => {
      setActingAccount(null);
      await navigate({ to: '/sign-in' });
      queries.clear();
    },
  });
  return (
    <Group gap={4} wrap="nowrap">
      <ColorSchemeToggle />
      <Menu position="bottom-end" width={240} withinPortal>
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            c="inherit"
            px="xs"
            rightSection={<Icon name="chevronDown" size={14} />}
          >
            <Text span fz="sm" fw={560} data-testid="role">
              {text.roles[me.role]}
            </Text>
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>
            {me.account === null ? text.account.none : text.account.of(me.account.name)}
          </Menu.Label>
          {me.account !== null && (
            <Text px="sm" pb="xs" fz="xs" c="var(--ink-soft)">
              {text.account.dataCenter(me.account.dataCenter)}
            </Text>
          )}
          <Menu.Divider />
          <Menu.Item component="a" href="/docs" leftSection={<Icon name="info" size={16} />}>
            {text.nav.reference}
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="signOut" size={16} />} onClick={() => signOut.mutate()}>
            {text.session.signOut}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}

function ColorSchemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const isDark = useComputedColorScheme('light', { getInitialValueInEffect: false }) === 'dark';
  const label = isDark ? text.nav.toLight : text.nav.toDark;
  return (
    <Tooltip label={label}>
      <ActionIcon
        variant="subtle"
        color="gray"
        c="inherit"
        size="lg"
        aria-label={label}
        onClick={() => setColorScheme(isDark ? 'light' : 'dark')}
      >
        <Icon name={isDark ? 'sun' : 'moon'} />
      </ActionIcon>
    </Tooltip>
  );
}
