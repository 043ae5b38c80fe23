import type { components } from '@postern/client/generated/openapi';
import { answerOf } from '@postern/client/postern-client';
import { queryOptions } from '@tanstack/react-query';
import { api } from './client';

export type Summary = components['schemas']['Summary'];

export const summaryKey = ['summary'] as const;

/** How many domains are in which state, what needs attention, and what changed after `since`. */
export function summaryQuery(since?: string) {
  return queryOptions({
    queryKey: [...summaryKey, since ?? null],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/v1/summary', { params: { query: since === undefined ? {} : { since } }, signal })),
    refetchInterval: 300_000, // For what no event tells, such as a certificate that ends a day sooner.
  });
}
