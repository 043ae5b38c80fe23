import { z } from 'zod';
import { mailServerSchema } from './mail-settings.js';
import { discoveredSchema } from './provenance.js';

const shared = {
  id: z.uuid(),
  discovered: discoveredSchema,
  verification: z
    .uuid()
    .meta({ description: 'The verification without a password that these servers passed.' }),
};

/** Servers that a trusted source publishes for a domain whose settings name others. Nothing is changed by itself. */
export const serverHintSchema = z
  .discriminatedUnion('kind', [
    z.object({ ...shared, kind: z.literal('imap'), imap: mailServerSchema, smtp: mailServerSchema }),
    z.object({ ...shared, kind: z.literal('exchange'), exchange: z.object({ url: z.string() }) }),
  ])
  .meta({ id: 'ServerHint' });
export type ServerHint = z.infer<typeof serverHintSchema>;
