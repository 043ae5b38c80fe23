import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useMe } from '../session/use-me';
import { moveInList } from './move-in-list';
import { isTaken } from './typing';

const loadPalette = () => import('./CommandPalette');
const CommandPalette = lazy(loadPalette);
const KeyHelp = lazy(() => import('./KeyHelp'));

const list = '/settings/objects/activities';
type Open = 'palette' | 'help' | null;

/** The keys that work on every page: the palette, its help, and those of the list. Fields and dialogs keep their keys. */
export function GlobalKeys() {
  const me = useMe();
  const navigate = useNavigate();
  const [open, setOpen] = useState<Open>(null);
  const opener = useRef<Element>(null);
  const hasAccount = me.account !== null;
  const mayRead = hasAccount && me.may('settings:read');
  const mayWrite = hasAccount && me.may('settings:write');
  useEffect(() => {
    const show = (event: KeyboardEvent, what: Open) => {
      event.preventDefault();
      opener.current = document.activeElement;
      setOpen(what);
    };
    const onKey = (event: KeyboardEvent) => {
      // The palette is loaded while the second key is still on its way.
      if (hasAccount && (event.key === 'Control' || event.key === 'Meta')) void loadPalette();
      const isPalette = event.key.toLowerCase() === 'k' && (event.ctrlKey || event.metaKey) && !event.altKey;
      if (isPalette && hasAccount && document.querySelector('[role=dialog]') === null)
        return show(event, 'palette');
      if (open !== null || isTaken(event)) return;
      if (event.key === '?') return show(event, 'help');
      if (event.key === '/' && mayRead) {
        event.preventDefault();
        void navigate({ to: list, search: (before) => before, resetScroll: false }).then(focusSearch);
      } else if (event.key === 'n' && mayWrite) {
        event.preventDefault();
        void navigate({
          to: list,
          search: (before) => ({ ...before, panel: 'new-imap', domain: undefined }),
          resetScroll: false,
        });
      } else if (event.key === 'j' || event.key === 'k') {
        if (moveInList(event.key === 'j' ? 1 : -1)) event.preventDefault();
      }
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [hasAccount, mayRead, mayWrite, navigate, open]);
  // A dialog that is removed does not give the focus back (Mantine 9.7).
  useEffect(() => {
    if (open === null && opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true });
  }, [open]);
  const close = () => setOpen(null);
  const leave = () => {
    opener.current = null;
    setOpen(null);
  };
  return (
    <Suspense>
      {open === 'palette' && <CommandPalette onClose={close} onLeave={leave} />}
      {open === 'help' && <KeyHelp onClose={close} />}
    </Suspense>
  );
}

/** Focuses the search of the list, which may appear only after its page was loaded. */
function focusSearch(): void {
  const startedAt = performance.now();
  const tryNow = () => {
    const field = document.querySelector<HTMLInputElement>('search input[type=search]');
    if (field !== null) field.select();
    else if (performance.now() - startedAt < 3000) requestAnimationFrame(tryNow);
  };
  tryNow();
}
