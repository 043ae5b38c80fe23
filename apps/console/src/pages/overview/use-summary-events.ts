import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { followEvents } from '../../api/follow-events';
import { serversKey } from '../../api/servers';
import { summaryKey } from '../../api/summary';

/** After a stream has ended, e.g. because the api was started anew. */
const againMs = 5000;

/**
 * Reads the summary and the servers again whenever the account's stream says that they have changed. A page that nobody sees
 * has no stream: browsers open six connections to a server, for all of their tabs. Nor has one that does not show its summary
 * yet: the first event comes at once, and would end the reading that is under way.
 */
export function useSummaryEvents(isRead: boolean): void {
  const queries = useQueryClient();
  useEffect(() => {
    if (!isRead) return undefined;
    let shown: AbortController | undefined;
    const readAgain = () => {
      for (const queryKey of [summaryKey, serversKey]) void queries.invalidateQueries({ queryKey });
    };
    const follow = async (signal: AbortSignal) => {
      while (!signal.aborted) {
        await followEvents('/v1/summary/events', signal, readAgain);
        await new Promise((resolve) => setTimeout(resolve, againMs));
      }
    };
    const followWhileShown = () => {
      if (document.visibilityState === 'hidden') return shown?.abort();
      if (shown !== undefined && !shown.signal.aborted) return undefined;
      shown = new AbortController();
      return void follow(shown.signal);
    };
    followWhileShown();
    document.addEventListener('visibilitychange', followWhileShown);
    return () => {
      document.removeEventListener('visibilitychange', followWhileShown);
      shown?.abort();
    };
  }, [queries, isRead]);
}
