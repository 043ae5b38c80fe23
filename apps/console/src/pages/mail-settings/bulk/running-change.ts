import { useSyncExternalStore } from 'react';

/** The change whose progress a dialog shows; it needs no banner. */
let shown: string | null = null;
const listeners = new Set<() => void>();
const keyOf = (account: string) => `postern.bulk-change.${account}`;

function notify(): void {
  listeners.forEach((listener) => listener());
}

/** Remembers a change of an account that begins, so that it is found again after the page was left or loaded again. */
export function rememberChange(account: string, id: string): void {
  shown = id;
  localStorage.setItem(keyOf(account), id);
}

/** Says that the dialog of a change was closed while it goes on. */
export function leaveChange(): void {
  shown = null;
  notify();
}

/** Forgets a change that has ended, or that the server has forgotten. */
export function forgetChange(account: string): void {
  shown = null;
  localStorage.removeItem(keyOf(account));
  notify();
}

/** The id of the change that this browser began last and that no dialog shows; null if there is none. */
export function useLeftChange(account: string): string | null {
  return useSyncExternalStore(subscribe, () => {
    const id = localStorage.getItem(keyOf(account));
    return id === shown ? null : id;
  });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
