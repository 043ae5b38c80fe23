import { z } from 'zod';

/** The role of a server in the settings of a domain; it also names a list of addresses that firewalls let in. */
export const endpointNameSchema = z.enum(['imap', 'smtp', 'exchange']).meta({ id: 'EndpointName' });
export type EndpointName = z.infer<typeof endpointNameSchema>;
