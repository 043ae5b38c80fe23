import { Button, CloseButton, TextInput } from '@mantine/core';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { useRef, useState, type FormEvent } from 'react';
import { CopyButton } from '../../../components/CopyButton';
import { useMe } from '../../../session/use-me';
import { text } from '../../../text';
import {
  isSameView,
  longestName,
  parseViews,
  viewOf,
  viewParts,
  withView,
  type SavedView,
} from './saved-views';
import classes from './Views.module.css';

const route = getRouteApi('/shell/settings/objects/activities');
const words = text.views;

/** The views that this browser keeps for the account, and the name for the present one. */
export function SavedViews() {
  const me = useMe();
  const router = useRouter();
  const key = `postern.views.${me.account?.id}`;
  const [views, setViews] = useState(() => parseViews(localStorage.getItem(key)));
  const [isNaming, setIsNaming] = useState(false);
  const region = useRef<HTMLDivElement>(null);
  const present = viewOf(route.useSearch());
  const isPlain = Object.keys(present).length === 0;
  const isKept = views.some(({ address }) => isSameView(address, present));
  if (isPlain && views.length === 0) return null;
  const store = (next: readonly SavedView[]) => {
    localStorage.setItem(key, JSON.stringify(next));
    setViews([...next]);
    setIsNaming(false);
    // The button that had the focus is gone.
    region.current?.focus();
  };
  const { href } = router.buildLocation({ to: '/settings/objects/activities', search: present });
  const link = new URL(href, location.href).href;
  return (
    <div ref={region} className={classes.views} role="group" aria-label={words.region} tabIndex={-1}>
      {views.map(({ name, address }) => (
        <span key={name} className={classes.view}>
          <Link
            from="/settings/objects/activities"
            to="."
            search={({ panel: _, domain: __, ...before }) => ({
              ...before,
              ...Object.fromEntries(viewParts.map((part) => [part, address[part]])),
            })}
            resetScroll={false}
            preload={false}
            activeOptions={{ exact: true }}
          >
            {name}
          </Link>
          <CloseButton
            size="sm"
            aria-label={words.forget(name)}
            onClick={() => store(views.filter((view) => view.name !== name))}
          />
        </span>
      ))}
      {!isPlain && !isKept && !isNaming && (
        <Button variant="default" onClick={() => setIsNaming(true)}>
          {words.keep}
        </Button>
      )}
      {!isPlain && !isNaming && <CopyButton value={link} label={words.copy} />}
      {isNaming && (
        <NameForm
          onName={(name) => store(withView(views, { name, address: present }))}
          onCancel={() => {
            setIsNaming(false);
            region.current?.focus();
          }}
        />
      )}
    </div>
  );
}

type NameFormProps = { readonly onName: (name: string) => void; readonly onCancel: () => void };

function NameForm({ onName, onCancel }: NameFormProps) {
  const [name, setName] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') onName(name.trim());
  };
  return (
    <form className={classes.nameForm} onSubmit={submit}>
      <TextInput
        size="xs"
        aria-label={words.name}
        placeholder={words.name}
        autoFocus
        maxLength={longestName}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onCancel();
        }}
      />
      <Button size="xs" type="submit" disabled={name.trim() === ''}>
        {words.save}
      </Button>
      <Button size="xs" variant="default" onClick={onCancel}>
        {text.common.cancel}
      </Button>
    </form>
  );
}
