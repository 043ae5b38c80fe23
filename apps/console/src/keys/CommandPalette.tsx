import { Modal, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useId, useState, type KeyboardEvent } from 'react';
import { paletteDomainsQuery } from '../api/mail-settings';
import { Icon } from '../components/Icon';
import type { IconName } from '../components/icon-paths';
import { useMe } from '../session/use-me';
import { navigation } from '../shell/navigation';
import { text } from '../text';
import classes from './Keys.module.css';

const words = text.palette;
const list = '/settings/objects/activities';

type Command = {
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
  readonly href: string;
};

type Props = {
  readonly onClose: () => void;
  /** Called when a command leads elsewhere, so that the focus does not return. */
  readonly onLeave: () => void;
};

/** Finds pages, actions and domains by their names; the domains are searched on the server. */
export default function CommandPalette({ onClose, onLeave }: Props) {
  const router = useRouter();
  const [query, setQuery] = useState('');
  const [chosen, setChosen] = useState(0);
  const commands = useCommands(query.trim());
  const listId = useId();
  const active = commands[Math.min(chosen, commands.length - 1)];
  const run = ({ href }: Command) => {
    onLeave();
    router.history.push(href);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && commands.length > 0) {
      event.preventDefault();
      const next = (Math.min(chosen, commands.length - 1) + step + commands.length) % commands.length;
      setChosen(next);
      document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: 'nearest' });
    }
    if (event.key === 'Enter' && active !== undefined && !event.nativeEvent.isComposing) {
      event.preventDefault();
      run(active);
    }
  };
  return (
    <Modal opened onClose={onClose} title={words.title} size="lg" yOffset="10vh">
      <TextInput
        data-autofocus
        aria-label={words.label}
        placeholder={words.label}
        leftSection={<Icon name="search" size={16} />}
        role="combobox"
        aria-expanded={commands.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={active === undefined ? undefined : `${listId}-${commands.indexOf(active)}`}
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={listId} role="listbox" aria-label={words.title} className={classes.commands}>
        {commands.map((command, place) => (
          <button
            key={command.id}
            type="button"
            id={`${listId}-${place}`}
            role="option"
            tabIndex={-1}
            aria-selected={command === active}
            className={classes.command}
            onMouseMove={() => setChosen(place)}
            onClick={() => run(command)}
          >
            <Icon name={command.icon} size={16} />
            <span>{command.label}</span>
          </button>
        ))}
      </div>
      <p role="status" className={commands.length === 0 ? classes.nothing : 'visuallyHidden'}>
        {commands.length === 0 ? words.nothing : words.found(commands.length)}
      </p>
    </Modal>
  );
}

/** The pages, actions and domains whose name has the text. */
function useCommands(query: string): Command[] {
  const me = useMe();
  const [settled] = useDebouncedValue(query, 200);
  const mayRead = me.may('settings:read');
  const { data } = useQuery({
    ...paletteDomainsQuery(settled),
    enabled: mayRead && settled !== '',
    placeholderData: keepPreviousData,
  });
  const pages = navigation
    .flatMap(({ items }) => items)
    .filter(({ needs }) => me.may(needs))
    .map(({ to, label, icon }): Command => ({ id: to, label, icon, href: to }));
  const actions: Command[] = me.may('settings:write')
    ? [
        { id: 'new-imap', label: text.form.addImap, icon: 'plus', href: `${list}?panel=new-imap` },
        {
          id: 'new-exchange',
          label: text.form.addExchange,
          icon: 'plus',
          href: `${list}?panel=new-exchange`,
        },
      ]
    : [];
  const domains = query === '' ? [] : (data?.data ?? []);
  return [
    ...[...pages, ...actions].filter(({ label }) => label.toLowerCase().includes(query.toLowerCase())),
    ...domains.map(({ domain, displayDomain }): Command => ({
      id: `domain ${domain}`,
      label: displayDomain,
      icon: 'mail',
      href: `${list}?panel=edit&domain=${encodeURIComponent(domain)}`,
    })),
  ];
}
