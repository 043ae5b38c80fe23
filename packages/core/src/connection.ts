import { z } from 'zod';
import { emailAddressSchema } from './domain-name.js';
import { serversInputSchema } from './mail-settings.js';

const loginText = z
  .string()
  .min(1)
  .regex(/^\P{Cc}*$/u, 'Control characters are not allowed');

/** A mailbox login that is used once. Without a user name, the email address is used (R24). */
const credentialsInputSchema = z
  .strictObject({ username: loginText.max(320).optional(), password: loginText.max(1000) })
  .meta({ id: 'CredentialsInput' });
export type CredentialsInput = z.output<typeof credentialsInputSchema>;

const digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'A SHA-256 digest is 64 lower-case hex digits')
  .meta({ description: 'SHA-256 of a certificate that the user has seen and accepted.' });

/**
 * The body of a request that connects a mailbox, with the saved settings of its domain or with the servers in
 * `settings` (R9, R23).
 */
export const connectionInputSchema = z
  .strictObject({
    email: emailAddressSchema,
    settings: serversInputSchema.optional(),
    discovery: z.uuid().optional().meta({
      description: 'The discovery that proposed `settings`, so that the attempt shows where they come from.',
    }),
    credentials: credentialsInputSchema,
    certificates: z.strictObject({ imap: digest.optional(), smtp: digest.optional() }).optional(),
  })
  .meta({ id: 'ConnectionInput' });
export type ConnectionInput = z.output<typeof connectionInputSchema>;

/**
 * The body of a request that starts a verification. If it has credentials, the worker logs in with them and the
 * user name is required.
 */
export const startVerificationSchema = z
  .strictObject({ credentials: credentialsInputSchema.optional() })
  .nullish()
  .meta({ id: 'StartVerificationInput' });

/** The body of a request that accepts the certificate that a server presented in the last verification (R5). */
export const trustInputSchema = z
  .strictObject({ endpoint: z.enum(['imap', 'smtp']), sha256: digest })
  .meta({ id: 'TrustInput' });
export type TrustInput = z.output<typeof trustInputSchema>;
