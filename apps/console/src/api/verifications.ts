import type { components } from '@postern/client/generated/openapi';
import { answerOf } from '@postern/client/postern-client';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { api } from './client';
import { isPending, type MailSettingsInput } from './mail-settings';

export type Verification = components['schemas']['Verification'];
export type EndpointReport = components['schemas']['EndpointReport'];
export type Step = components['schemas']['Step'];
export type Failure = components['schemas']['Failure'];
export type Certificate = components['schemas']['Certificate'];

export const verificationKey = (id: string) => ['verification', id] as const;

/** One verification, read again each second while it runs; events make that faster (see `use-verification.ts`). */
export function verificationQuery(id: string) {
  return queryOptions({
    queryKey: verificationKey(id),
    queryFn: ({ signal }) =>
      answerOf(api.GET('/v1/verifications/{id}', { params: { path: { id } }, signal })),
    refetchInterval: ({ state: { data } }) => (data && isPending(data.state) ? 1000 : false),
  });
}

/** The latest verifications of a domain, newest first; they are read again when `version` changes. */
export function historyQuery(domain: string, version: string) {
  return queryOptions({
    queryKey: ['history', domain, version],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      answerOf(
        api.GET('/v1/mail-settings/{domain}/verifications', {
          params: { path: { domain }, query: { limit: 30 } },
          signal,
        }),
      ),
  });
}

export function verifyAgain(domain: string): Promise<Verification> {
  return answerOf(
    api.POST('/v1/mail-settings/{domain}/verifications', { params: { path: { domain } }, body: {} }),
  );
}

/** Verifies settings without storing anything about the domain. */
export function testSettings(body: MailSettingsInput): Promise<Verification> {
  return answerOf(api.POST('/v1/verifications', { body }));
}

/** Accepts a certificate that was seen at one of a domain's servers, and verifies with it (R5). */
export function trustCertificate(
  domain: string,
  body: components['schemas']['TrustInput'],
): Promise<Verification> {
  return answerOf(api.POST('/v1/mail-settings/{domain}/trust', { params: { path: { domain } }, body }));
}
