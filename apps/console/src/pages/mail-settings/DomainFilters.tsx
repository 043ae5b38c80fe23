import { Button, NativeSelect, TextInput } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { Icon } from '../../components/Icon';
import { text } from '../../text';
import { choicesOf } from '../../text/choices-of';
import classes from './MailSettings.module.css';

const route = getRouteApi('/shell/settings/objects/activities');

/** Search and filters; they are kept in the address, so that a link to a view can be sent. */
export function DomainFilters() {
  const { search = '', kind = '', state = '', origin = '', hint = '', sort = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const set = (name: 'search' | 'kind' | 'state' | 'origin' | 'hint' | 'sort', value: string) =>
    void navigate({
      search: (before) => ({ ...before, [name]: value === '' ? undefined : value }),
      replace: true,
      resetScroll: false,
    });
  const words = text.mailSettings.filters;
  return (
    <search className={classes.toolbar}>
      <TextInput
        className={classes.search}
        type="search"
        label={words.search}
        placeholder={words.searchPlaceholder}
        leftSection={<Icon name="search" size={16} />}
        value={search}
        onChange={(event) => set('search', event.currentTarget.value)}
      />
      <NativeSelect
        className={classes.filter}
        label={words.kind}
        value={kind}
        data={choicesOf(words.kinds)}
        onChange={(event) => set('kind', event.currentTarget.value)}
      />
      <NativeSelect
        className={classes.filter}
        label={words.state}
        value={state}
        data={choicesOf(words.states)}
        onChange={(event) => set('state', event.currentTarget.value)}
      />
      <NativeSelect
        className={classes.filter}
        label={words.origin}
        value={origin}
        data={choicesOf(words.origins)}
        onChange={(event) => set('origin', event.currentTarget.value)}
      />
      <NativeSelect
        className={classes.filter}
        label={words.sort}
        value={sort}
        data={choicesOf(words.sorts)}
        onChange={(event) => set('sort', event.currentTarget.value)}
      />
      {hint !== '' && (
        <Button
          variant="light"
          rightSection={<Icon name="cross" size={14} />}
          aria-label={words.removeHint}
          onClick={() => set('hint', '')}
        >
          {text.overview.tiles.hints}
        </Button>
      )}
    </search>
  );
}
