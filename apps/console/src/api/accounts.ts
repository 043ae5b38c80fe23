import { answerOf } from '@postern/client/postern-client';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { api } from './client';

/** The accounts of the installation, for its operator. */
export const accountsQuery = infiniteQueryOptions({
  queryKey: ['accounts'],
  queryFn: ({ pageParam, signal }) =>
    answerOf(
      api.GET('/v1/accounts', {
        params: { query: { limit: 200, ...(pageParam === null ? {} : { cursor: pageParam }) } },
        signal,
      }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.nextCursor,
});
