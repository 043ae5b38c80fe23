import { useSyncExternalStore } from 'react';

let isAsked = false;
const listeners = new Set<() => void>();

function set(value: boolean): void {
  isAsked = value;
  listeners.forEach((notify) => notify());
}

/** Opens the dialog in which a person signs in again without leaving the page. */
export function askToSignIn(): void {
  set(true);
}

export function closeSignIn(): void {
  set(false);
}

/** Whether the dialog is open. */
export function useIsSignInAsked(): boolean {
  return useSyncExternalStore(subscribe, () => isAsked);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
