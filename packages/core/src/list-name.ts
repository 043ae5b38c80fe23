import { z } from 'zod';
import { endpointNameSchema } from './endpoint-name.js';

/**
 * The lists of the vendor's outbound addresses: those of IMAP, SMTP and webhooks, and `exchange`, the union of the IMAP
 * and the SMTP list, because the vendor does not say which one Exchange uses (R22).
 */
export const listNameSchema = z.enum([...endpointNameSchema.options, 'webhook']).meta({ id: 'ListName' });
export type ListName = z.infer<typeof listNameSchema>;

/** The names of the lists as people read them. */
export const listLabels = {
  imap: 'IMAP',
  smtp: 'SMTP',
  exchange: 'Exchange',
  webhook: 'webhook',
} as const satisfies Record<ListName, string>;
