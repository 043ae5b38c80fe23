import { ProblemError } from '@postern/client/problem-error';
import type { QueryClient } from '@tanstack/react-query';
import { hasUnsavedWork } from '../unsaved-work/unsaved-work';
import { silentProviderAddress } from './provider-window';
import { askToSignIn } from './sign-in-again';
import { meQuery } from './use-me';

/**
 * Calls `leave` when an answer says that the session has ended: signed out elsewhere, revoked, or 12 hours old. With
 * unsaved input on the page it asks to sign in again instead. Without, a person whom a provider signed in goes through the
 * provider and back to this page, which needs no click while the provider knows the browser.
 */
export function leaveWhenSignedOut(queries: QueryClient, leave: () => void): void {
  queries.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'error') return;
    const { error } = event.action;
    const isAboutMe = event.query.queryHash === JSON.stringify(meQuery.queryKey);
    if (isAboutMe || !(error instanceof ProblemError) || error.problem.status !== 401) return;
    if (hasUnsavedWork()) {
      askToSignIn();
      return;
    }
    if (queries.getQueryData(meQuery.queryKey)?.person) {
      location.assign(silentProviderAddress(location.pathname + location.search));
      return;
    }
    queries.removeQueries({ queryKey: meQuery.queryKey });
    leave();
  });
}
