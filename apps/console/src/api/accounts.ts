import { answerOf } from '@postern/client/postern-client';
import { queryOptions } from '@tanstack/react-query';
import { api } from './client';

/** The accounts of the installation, for its operator. */
export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: ({ signal }) => answerOf(api.GET('/v1/accounts', { params: { query: { limit: 200 } }, signal })),
});
