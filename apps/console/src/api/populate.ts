import type { components } from '@postern/client/generated/openapi';
import { answerOf } from '@postern/client/postern-client';
import { queryOptions } from '@tanstack/react-query';
import { api } from './client';

export type PopulateAnswer = components['schemas']['PopulateAnswer'];
export type Purpose = 'mail' | 'calendar';

/** What the API fills in for an address; never cached, because an admin's change must show at once (R15). */
export function populateQuery(email: string, purpose: Purpose) {
  return queryOptions({
    queryKey: ['populate', email, purpose],
    // openapi-fetch 0.17 drops fields whose only type is null from its answers' types.
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/v1/populate', { params: { query: { email, purpose } }, signal }),
      ) as Promise<PopulateAnswer>,
    staleTime: 0,
    gcTime: 0,
    refetchOnWindowFocus: false,
  });
}
