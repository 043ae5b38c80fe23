import type { components } from '@postern/client/generated/openapi';
import { answerOf } from '@postern/client/postern-client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from './client';

export type MailSettings = components['schemas']['MailSettings'];
export type MailSettingsInput = components['schemas']['MailSettingsInput'];
export type SettingsKind = components['schemas']['SettingsKind'];
export type SettingsState = components['schemas']['VerificationSummary']['state'];
export type ListFilters = {
  readonly search?: string;
  readonly kind?: SettingsKind;
  readonly state?: SettingsState;
  readonly origin?: components['schemas']['SettingsOrigin'];
  /** Only domains whose provider publishes other servers. */
  readonly hint?: 'shown';
};
export type ListOrder = 'domain' | '-domain' | 'state' | '-state' | 'checked' | '-checked';

const pageSize = 100;
/** A list with more loaded pages than this is not polled; a single domain always is. */
const polledPages = 2;
/** How often a list is read again while nothing on it is being verified. */
const quietIntervalMs = 30_000;

export function isPending(state: string): boolean {
  return state === 'queued' || state === 'running';
}

export const settingsKey = ['mail-settings'] as const;

/** The account's domains, page by page; its first pages are polled, each second while a domain on them is being verified. */
export function settingsListQuery(filters: ListFilters & { readonly sort?: ListOrder }) {
  return infiniteQueryOptions({
    queryKey: [...settingsKey, 'list', filters],
    queryFn: ({ pageParam, signal }) =>
      answerOf(
        api.GET('/v1/mail-settings', {
          params: {
            query: { ...filters, limit: pageSize, ...(pageParam === null ? {} : { cursor: pageParam }) },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    // Comparing all pages deeply with each new page took tasks of over 50 ms at 10,000 rows.
    structuralSharing: false,
    refetchInterval: ({ state: { data } }) => {
      const pages = data?.pages ?? [];
      const isBusy = pages.some((page) =>
        page.data.some(({ verification }) => isPending(verification.state)),
      );
      return pages.length > polledPages ? false : isBusy ? 1000 : quietIntervalMs;
    },
  });
}

/** How many domains match, and how many of them fail; counted as often as the list is read while nothing on it runs. */
export function settingsCountQuery(filters: ListFilters) {
  return queryOptions({
    queryKey: [...settingsKey, 'count', filters],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/v1/mail-settings/count', { params: { query: filters }, signal })),
    refetchInterval: quietIntervalMs,
  });
}

/** The first domains that a search finds, for the command palette. */
export function paletteDomainsQuery(search: string) {
  return queryOptions({
    queryKey: [...settingsKey, 'palette', search],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/v1/mail-settings', { params: { query: { search, limit: 8 } }, signal })),
  });
}

/** One domain's settings. */
export function settingsQuery(domain: string) {
  return queryOptions({
    queryKey: [...settingsKey, 'one', domain],
    queryFn: ({ signal }) =>
      answerOf(api.GET('/v1/mail-settings/{domain}', { params: { path: { domain } }, signal })),
    refetchInterval: ({ state: { data } }) => (data && isPending(data.verification.state) ? 1000 : false),
  });
}

/** Creates a domain's settings, which `discovery` may have proposed; with the same key, a repeated call creates nothing more. */
export function createSettings(
  body: MailSettingsInput,
  idempotencyKey: string,
  { signal, discovery }: { readonly signal?: AbortSignal; readonly discovery?: string } = {},
): Promise<MailSettings> {
  const params = { query: discovery === undefined ? {} : { discovery } };
  const headers = { 'idempotency-key': idempotencyKey };
  return answerOf(api.POST('/v1/mail-settings', { params, body, headers, ...(signal && { signal }) }));
}

/** Replaces a domain's settings if nobody changed them since `revision` (412 otherwise). */
export function updateSettings(
  body: MailSettingsInput,
  revision: number,
  signal: AbortSignal,
): Promise<MailSettings> {
  const params = { path: { domain: body.domain } };
  const headers = { 'if-match': `"${revision}"` };
  return answerOf(api.PUT('/v1/mail-settings/{domain}', { params, body, headers, signal }));
}

/** Replaces the settings of a domain by settings of the other kind, if nobody changed them since `revision` (412 otherwise). */
export function replaceSettings(
  body: MailSettingsInput,
  revision: number,
  signal?: AbortSignal,
): Promise<MailSettings> {
  const params = { path: { domain: body.domain } };
  const headers = { 'if-match': `"${revision}"` };
  return answerOf(
    api.POST('/v1/mail-settings/{domain}/replace', { params, body, headers, ...(signal && { signal }) }),
  );
}

/** The request body that saves settings as they are stored. */
export function inputOf(settings: MailSettings): MailSettingsInput {
  const { domain } = settings;
  if (settings.kind === 'exchange') return { domain, kind: 'exchange', exchange: settings.exchange };
  const { imap, smtp, allowNonSecureCertificate } = settings;
  return { domain, kind: 'imap', imap, smtp, allowNonSecureCertificate };
}

export async function deleteSettings({ domain, revision }: MailSettings): Promise<void> {
  const headers = { 'if-match': `"${revision}"` };
  await answerOf(api.DELETE('/v1/mail-settings/{domain}', { params: { path: { domain } }, headers }));
}
