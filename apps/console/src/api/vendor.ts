import type { components } from '@postern/client/generated/openapi';
import { answerOf } from '@postern/client/postern-client';
import { queryOptions } from '@tanstack/react-query';
import { api } from './client';

export type Vendor = components['schemas']['Vendor'];

/** The name that lists, rules and the sheet for IT give the vendor, for the operator. */
export const vendorQuery = queryOptions({
  queryKey: ['vendor'],
  queryFn: ({ signal }) => answerOf(api.GET('/v1/allowlist/vendor', { signal })),
});

export function setVendor(vendor: string): Promise<Vendor> {
  return answerOf(api.PUT('/v1/allowlist/vendor', { body: { vendor } }));
}
