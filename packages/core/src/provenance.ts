import { z } from 'zod';

/** Where settings come from, in the order of their priority. */
export const sourceNameSchema = z
  .enum([
    'account-settings',
    'pacc',
    'autoconfig',
    'ispdb',
    'mx',
    'mx-autoconfig',
    'mx-ispdb',
    'autodiscover',
    'srv',
    'guess',
  ])
  .meta({ id: 'SourceName' });
export type SourceName = z.infer<typeof sourceNameSchema>;

export const trustSchema = z.enum(['verified', 'third-party', 'dns', 'guess']).meta({
  id: 'Trust',
  description:
    'How far an answer can be trusted. `verified`: the domain itself says so, over an authenticated channel. `third-party`: a database of others says so. `dns`: an unsigned DNS answer leads there. `guess`: the servers answered, and nobody named them.',
});
export type Trust = z.infer<typeof trustSchema>;

/** Whether a member may use servers with this trust without an admin: the domain itself or a public database names them. */
export function isTrusted(trust: Trust): boolean {
  return trust === 'verified' || trust === 'third-party';
}

/** Which source named the servers of settings, as a discovery found it. A client cannot state it: the API compares with the discovery. */
export const discoveredSchema = z
  .object({
    source: sourceNameSchema,
    trust: trustSchema,
    at: z.iso.datetime().meta({ description: 'When the discovery ended.' }),
  })
  .meta({ id: 'Discovered' });
export type Discovered = z.infer<typeof discoveredSchema>;
