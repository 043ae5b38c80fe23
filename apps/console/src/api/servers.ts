import type { components } from '@postern/client/generated/openapi';
import { answerOf } from '@postern/client/postern-client';
import { queryOptions } from '@tanstack/react-query';
import { api } from './client';

export type AccountServer = components['schemas']['AccountServer'];

export const serversKey = ['servers'] as const;

/** The servers of the account's domains, or of one domain, with what their regular checks found in 30 days. */
export function serversQuery(domain?: string) {
  return queryOptions({
    queryKey: [...serversKey, domain ?? null],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/v1/servers', { params: { query: domain === undefined ? {} : { domain } }, signal })),
  });
}
