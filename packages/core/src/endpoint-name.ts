import { z } from 'zod';

/**
 * The role of a server in a domain's settings: imap, smtp or exchange. The allowlists of addresses have the same
 * names.
 */
export const endpointNameSchema = z.enum(['imap', 'smtp', 'exchange']).meta({ id: 'EndpointName' });
export type EndpointName = z.infer<typeof endpointNameSchema>;
