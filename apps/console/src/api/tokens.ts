import type { components } from '@postern/client/generated/openapi';
import { answerOf } from '@postern/client/postern-client';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { api } from './client';

export type Token = components['schemas']['Token'];
export type TokenInput = components['schemas']['TokenInput'];
export type NewToken = components['schemas']['NewToken'];

export const tokensQuery = infiniteQueryOptions({
  queryKey: ['tokens'],
  queryFn: ({ pageParam, signal }) =>
    answerOf(
      api.GET('/v1/tokens', {
        params: { query: { limit: 100, ...(pageParam === null ? {} : { cursor: pageParam }) } },
        signal,
      }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: (page) => page.nextCursor,
});

/** Creates a token; only this answer contains its secret. */
export function createToken(body: TokenInput, idempotencyKey: string): Promise<NewToken> {
  return answerOf(api.POST('/v1/tokens', { body, headers: { 'idempotency-key': idempotencyKey } }));
}

/** Gives a token a new secret; only this answer contains it. The old one stays valid for a day. */
export function rotateToken(id: string): Promise<NewToken> {
  return answerOf(api.POST('/v1/tokens/{id}/rotate', { params: { path: { id } }, body: {} }));
}

export async function revokeToken(id: string): Promise<void> {
  await answerOf(api.DELETE('/v1/tokens/{id}', { params: { path: { id } } }));
}
