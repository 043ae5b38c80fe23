import type { components } from '@postern/client/generated/openapi';
import { answerOf } from '@postern/client/postern-client';
import { queryOptions } from '@tanstack/react-query';
import { api } from './client';

export type CertificateAuthority = components['schemas']['CertificateAuthority'];
export type CertificateAuthorityInput = components['schemas']['CertificateAuthorityInput'];

export const authoritiesQuery = queryOptions({
  queryKey: ['certificate-authorities'],
  queryFn: ({ signal }) => answerOf(api.GET('/v1/certificate-authorities', { signal })),
});

export function addAuthority(
  body: CertificateAuthorityInput,
  idempotencyKey: string,
): Promise<CertificateAuthority> {
  const headers = { 'idempotency-key': idempotencyKey };
  return answerOf(api.POST('/v1/certificate-authorities', { body, headers }));
}

/** What the certificate of a text says, read by the API, which stores nothing. */
export const previewQuery = (pem: string) =>
  queryOptions({
    queryKey: ['certificate-preview', pem],
    queryFn: ({ signal }) =>
      answerOf(api.POST('/v1/certificate-authorities/preview', { body: { pem }, signal })),
    retry: false,
  });

export async function deleteAuthority(id: string): Promise<void> {
  await answerOf(api.DELETE('/v1/certificate-authorities/{id}', { params: { path: { id } } }));
}
