import { ProblemError } from '@postern/client/problem-error';
import type { QueryClient } from '@tanstack/react-query';
import { meQuery } from './use-me';

/** Calls `leave` when an answer says that the session has ended: signed out elsewhere, revoked, or 12 hours old. */
export function leaveWhenSignedOut(queries: QueryClient, leave: () => void): void {
  queries.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'error') return;
    const { error } = event.action;
    const isAboutMe = event.query.queryHash === JSON.stringify(meQuery.queryKey);
    if (isAboutMe || !(error instanceof ProblemError) || error.problem.status !== 401) return;
    queries.removeQueries({ queryKey: meQuery.queryKey });
    leave();
  });
}
