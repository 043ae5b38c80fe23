import type { components } from '@postern/client/generated/openapi';
import { answerOf } from '@postern/client/postern-client';
import { queryOptions } from '@tanstack/react-query';
import { api, send } from './client';

export type AllowlistAnswer = components['schemas']['AllowlistAnswer'];
export type Protocol = components['schemas']['AllowlistProtocol'];
/** The lists that can be asked for; that of Exchange is the union of the IMAP and the SMTP list. */
type ListName = components['schemas']['ListName'];
export type AllowlistChange = components['schemas']['AllowlistChange'];
export type FeedFormat = 'text' | 'csv' | 'json';

/** The address of the feed that a firewall may poll (R31). */
export function feedPath(
  protocol: ListName | undefined,
  format: FeedFormat,
  dataCenter: string | undefined,
): string {
  const query = new URLSearchParams({
    ...(dataCenter === undefined ? {} : { dataCenter }),
    ...(protocol === undefined ? {} : { protocol }),
    format,
  });
  return `/v1/allowlist?${query.toString()}`;
}

/** The document of the account's own data centre, or of the one asked for. */
export function allowlistQuery(dataCenter: string | undefined) {
  return queryOptions({
    queryKey: ['allowlist', dataCenter ?? null],
    queryFn: async ({ signal }) =>
      (await (await send(feedPath(undefined, 'json', dataCenter), { signal })).json()) as AllowlistAnswer,
  });
}

/** One list as a firewall reads it: merged, one prefix per line. */
export function listTextQuery(protocol: ListName, dataCenter: string | undefined) {
  return queryOptions({
    queryKey: ['allowlist', 'text', protocol, dataCenter ?? null],
    queryFn: async ({ signal }) => (await send(feedPath(protocol, 'text', dataCenter), { signal })).text(),
  });
}

/** The changes of the last revisions, oldest first. */
export function changesQuery(revision: number) {
  const since = Math.max(1, revision - 5);
  return queryOptions({
    queryKey: ['allowlist', 'changes', since],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/v1/allowlist/changes', { params: { query: { since } }, signal })),
  });
}
