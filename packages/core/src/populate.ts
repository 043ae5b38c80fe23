import { z } from 'zod';
import { mailServerSchema } from './mail-settings.js';
import { discoveredSchema } from './provenance.js';

const shared = {
  email: z.string(),
  domain: z.string(),
};
const found = {
  ...shared,
  match: z.literal('exact'),
  username: z.string(),
  provenance: z.object({
    source: z.literal('account-settings'),
    updatedAt: z.iso.datetime(),
    verifiedAt: z.iso
      .datetime()
      .nullable()
      .meta({ description: 'When these servers last passed a verification.' }),
    discovered: discoveredSchema
      .nullable()
      .meta({ description: 'Which source named the servers to the admin; null if the admin entered them.' }),
  }),
};

/**
 * The API's response with the settings for an email address; `match` is `none` for a domain without settings, which
 * is not an error (R14).
 */
export const populateAnswerSchema = z
  .union([
    z.object({
      ...found,
      kind: z.literal('imap'),
      imap: mailServerSchema,
      smtp: mailServerSchema,
      allowNonSecureCertificate: z.boolean(),
    }),
    z.object({ ...found, kind: z.literal('exchange'), exchange: z.object({ url: z.string() }) }),
    z.object({ ...shared, match: z.literal('none'), kind: z.null() }),
  ])
  .meta({ id: 'PopulateAnswer' });
export type PopulateAnswer = z.infer<typeof populateAnswerSchema>;
