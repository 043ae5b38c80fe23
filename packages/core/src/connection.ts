import { z } from 'zod';
import type { LoginSecret } from './credentials.js';
import { emailAddressSchema } from './domain-name.js';
import { serversInputSchema } from './mail-settings.js';
import { addRefusal } from './problem.js';

const loginText = z
  .string()
  .min(1)
  .regex(/^\P{Cc}*$/u, 'Control characters are not allowed');

/** The longest access token in characters. Those of providers have up to about 5,000. */
const longestToken = 16_384;

const passwordSchema = loginText.max(1000).optional();
const accessTokenSchema = z
  .string()
  .min(1)
  .max(longestToken)
  .regex(/^[\x21-\x7e]*$/, 'An access token consists of visible ASCII characters')
  .optional()
  .meta({
    description:
      'A token that the provider has issued to the application (OAuth 2.0), in place of the password. It is used as it is and never renewed.',
  });

/**
 * A mailbox login that is used once: a password or an access token. Without a user name, the email address is used
 * (R24).
 */
export const credentialsInputSchema = z
  .strictObject({
    username: loginText.max(320).optional(),
    password: passwordSchema,
    accessToken: accessTokenSchema,
  })
  .transform(({ username, password, accessToken }, ctx): CredentialsInput => {
    const named = username === undefined ? {} : { username };
    if (password !== undefined && accessToken === undefined) return { ...named, password };
    if (accessToken !== undefined && password === undefined) return { ...named, accessToken };
    const isMissing = password === undefined;
    addRefusal(
      ctx,
      undefined,
      isMissing
        ? { code: 'required', message: 'Send a password or an access token' }
        : { code: 'password-or-token', message: 'Send either a password or an access token' },
      [isMissing ? 'password' : 'accessToken'],
    );
    return z.NEVER;
  })
  .meta({
    id: 'CredentialsInput',
    description: 'A mailbox login that is used once: either `password` or `accessToken`.',
  });
export type CredentialsInput = { readonly username?: string } & LoginSecret;

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
