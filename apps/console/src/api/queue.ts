import type { components } from '@postern/client/generated/openapi';
import { answerOf } from '@postern/client/postern-client';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { api } from './client';

export type QueueJob = components['schemas']['QueueJob'];
export type QueueStatus = components['schemas']['QueueStatus'];

/** What waits to be verified in all accounts, oldest first; read again every 5 s. */
export const queueQuery = infiniteQueryOptions({
  queryKey: ['queue'],
  queryFn: ({ pageParam, signal }) =>
    answerOf(
      api.GET('/v1/queue', {
        params: { query: { limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) } },
        signal,
      }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.nextCursor,
  refetchInterval: 5000,
});

export type QueueChange = { readonly id: string; readonly change: 'put-back' | 'cancel' };

export async function changeQueue({ id, change }: QueueChange): Promise<void> {
  const params = { path: { id } };
  await answerOf(
    change === 'cancel'
      ? api.POST('/v1/queue/{id}/cancel', { params })
      : api.POST('/v1/queue/{id}/put-back', { params }),
  );
}
