import type { components } from '@postern/client/generated/openapi';
import { answerOf } from '@postern/client/postern-client';
import { infiniteQueryOptions } from '@tanstack/react-query';
import { api } from './client';

export type AuditEvent = components['schemas']['AuditEvent'];

/** The audit events, newest first; `search` is part of a domain, an id or a token's name. */
export function auditQuery(filters: { readonly search?: string; readonly action?: string }) {
  return infiniteQueryOptions({
    queryKey: ['audit', filters],
    queryFn: ({ pageParam, signal }) =>
      answerOf(
        api.GET('/v1/audit-events', {
          params: { query: { ...filters, limit: 50, ...(pageParam === null ? {} : { cursor: pageParam }) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  });
}
