import type { components } from '@postern/client/generated/openapi';
import { answerOf } from '@postern/client/postern-client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from './client';

export type Link = components['schemas']['Link'];
export type NewLink = components['schemas']['NewLink'];
export type LinkInput = components['schemas']['LinkInput'];
export type OwnLink = components['schemas']['OwnLink'];

export const linksQuery = infiniteQueryOptions({
  queryKey: ['links'],
  queryFn: ({ pageParam, signal }) =>
    answerOf(
      api.GET('/v1/links', {
        params: { query: { limit: 100, ...(pageParam === null ? {} : { cursor: pageParam }) } },
        signal,
      }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.nextCursor,
});

/** Makes a link for IT; only this answer contains its address. */
export function createLink(body: LinkInput, idempotencyKey: string): Promise<NewLink> {
  return answerOf(api.POST('/v1/links', { body, headers: { 'idempotency-key': idempotencyKey } }));
}

export async function revokeLink(id: string): Promise<void> {
  await answerOf(api.DELETE('/v1/links/{id}', { params: { path: { id } } }));
}

/** What the link says about itself that opened this page. */
export const ownLinkQuery = queryOptions({
  queryKey: ['links', 'own'],
  queryFn: ({ signal }) => answerOf(api.GET('/v1/links/own', { signal })),
  retry: false,
});

/** Says that the rules are applied. */
export function markApplied(body: components['schemas']['AppliedInput']): Promise<OwnLink> {
  return answerOf(api.POST('/v1/links/applied', { body }));
}
