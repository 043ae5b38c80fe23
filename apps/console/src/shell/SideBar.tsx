import { Box, Text } from '@mantine/core';
import { Link, useRouterState } from '@tanstack/react-router';
import { Icon } from '../components/Icon';
import { LanguagePicker } from '../components/LanguagePicker';
import { useMe } from '../session/use-me';
import { text } from '../first-text';
import { LazyAccountPicker } from './LazyAccountPicker';
import { isAt, navigation } from './navigation';
import classes from './Shell.module.css';

/** Links to every page that this role may see. */
export function SideBar({ onNavigate }: { readonly onNavigate: () => void }) {
  const me = useMe();
  const path = useRouterState({ select: ({ location }) => location.pathname });
  // Every page belongs to an account, so there is no link before one is chosen.
  const groups = (me.account === null ? [] : navigation)
    .map((group) => ({ ...group, items: group.items.filter(({ needs }) => me.may(needs)) }))
    .filter(({ items }) => items.length > 0);
  return (
    <div className={classes.sideBar}>
      {me.role === 'operator' && me.account !== null && (
        <Box hiddenFrom="sm" px={12} pb="md">
          <LazyAccountPicker />
        </Box>
      )}
      {groups.map(({ label, items }) => (
        <section key={label} aria-label={label} className={classes.group}>
          <Text className={classes.groupLabel} aria-hidden="true">
            {label}
          </Text>
          {items.map(({ to, label: name, icon }) => (
            <Link
              key={to}
              to={to}
              className={classes.link}
              aria-current={isAt(path, to) ? 'page' : undefined}
              onClick={onNavigate}
            >
              <Icon name={icon} />
              {name}
            </Link>
          ))}
        </section>
      ))}
      <a className={classes.reference} href="/docs">
        {text.nav.reference}
      </a>
      <Box px={12} pt="md" maw={180}>
        <LanguagePicker />
      </Box>
    </div>
  );
}
