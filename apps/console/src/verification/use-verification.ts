import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { followEvents } from '../api/follow-events';
import { isPending, settingsKey } from '../api/mail-settings';
import { verificationKey, verificationQuery, type Verification } from '../api/verifications';

/**
 * One verification, kept up to date while it runs: each event makes the query read it again, and the last event
 * carries the result. If a proxy holds the events back, the query's interval shows the same a little later.
 */
export function useVerification(id: string) {
  const queries = useQueryClient();
  const query = useQuery(verificationQuery(id));
  const state = query.data?.state;
  const isLive = state !== undefined && isPending(state);
  useEffect(() => {
    if (!isLive) return;
    const abort = new AbortController();
    void followEvents<Verification>(`/v1/verifications/${id}/events`, abort.signal, (done) => {
      if (done !== null) queries.setQueryData(verificationKey(id), done);
      void queries.invalidateQueries({ queryKey: done === null ? verificationKey(id) : settingsKey });
    });
    return () => abort.abort();
  }, [id, isLive, queries]);
  return query;
}
