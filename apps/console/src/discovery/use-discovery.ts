import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { discoveryKey, discoveryQuery, type Discovery } from '../api/discoveries';
import { followEvents } from '../api/follow-events';

/** One search, kept up to date while it runs: each event makes the query read it again, and the last carries the result. */
export function useDiscovery(id: string) {
  const queries = useQueryClient();
  const query = useQuery(discoveryQuery(id));
  const isLive = query.data?.state === 'running';
  useEffect(() => {
    if (!isLive) return;
    const abort = new AbortController();
    void followEvents<Discovery>(`/v1/discoveries/${id}/events`, abort.signal, (done) => {
      if (done === null) void queries.invalidateQueries({ queryKey: discoveryKey(id) });
      else queries.setQueryData(discoveryKey(id), done);
    });
    return () => abort.abort();
  }, [id, isLive, queries]);
  return query;
}
