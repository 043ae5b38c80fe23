import type { components } from '@postern/client/generated/openapi';
import { answerOf } from '@postern/client/postern-client';
import { queryOptions } from '@tanstack/react-query';
import { api } from './client';

export type Discovery = components['schemas']['Discovery'];
export type Candidate = Discovery['candidates'][number];
export type DiscoverySource = components['schemas']['DiscoverySource'];
export type Discovered = components['schemas']['Discovered'];
export type ProviderFacts = components['schemas']['ProviderFacts'];

export const discoveryKey = (id: string) => ['discovery', id] as const;

/** Looks for the servers of a domain; the API answers with the same search for ten minutes. */
export function startDiscovery(body: { readonly domain: string }): Promise<Discovery> {
  return answerOf(api.POST('/v1/discoveries', { body })) as Promise<Discovery>;
}

/** One search, read again each second while it runs; events make that faster (see `use-discovery.ts`). */
export function discoveryQuery(id: string) {
  return queryOptions({
    queryKey: discoveryKey(id),
    // openapi-fetch 0.17 drops fields whose only type is null from its answers' types.
    queryFn: ({ signal }) =>
      answerOf(api.GET('/v1/discoveries/{id}', { params: { path: { id } }, signal })) as Promise<Discovery>,
    refetchInterval: ({ state: { data } }) => (data?.state === 'running' ? 1000 : false),
    // A result is deleted after ten minutes; what is shown stays.
    staleTime: ({ state: { data } }) => (data?.state === 'done' ? Infinity : 0),
  });
}
