import type { components } from '@postern/client/generated/openapi';
import { answerOf } from '@postern/client/postern-client';
import { queryOptions } from '@tanstack/react-query';
import { api } from './client';

export type ServerHint = components['schemas']['ServerHint'];

/** What the provider of a domain publishes that differs from its settings; read again with a new revision. */
export function hintsQuery(domain: string, revision: number) {
  return queryOptions({
    queryKey: ['hints', domain, revision],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/v1/mail-settings/{domain}/hints', { params: { path: { domain } }, signal })),
  });
}

/** Dismisses a hint, which is not shown again for the domain. */
export async function dismissHint(domain: string, id: string): Promise<void> {
  const params = { path: { domain, id } };
  await answerOf(api.POST('/v1/mail-settings/{domain}/hints/{id}/dismiss', { params }));
}
