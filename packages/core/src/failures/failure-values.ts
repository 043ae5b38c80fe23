import { z } from 'zod';

/**
 * The values that the texts of failures and warnings may contain: settings, words of a fixed list that a server named, and
 * what the caller's own access token says. No text of a server is among them.
 */
export const failureValuesSchema = z
  .object({
    host: z.string(),
    port: z.int(),
    tls: z.enum(['implicit', 'starttls']),
    answered: z.string().optional().meta({ description: 'The protocol that the server spoke instead.' }),
    names: z.array(z.string()).optional().meta({ description: 'The names on the certificate.' }),
    chainMember: z.string().optional().meta({
      description:
        'Subject of the certificate that failed its check, if it is not the server’s own but another of its chain.',
    }),
    daysLeft: z.int().optional().meta({ description: 'Days until the certificate expires.' }),
    mechanisms: z
      .array(z.string())
      .optional()
      .meta({ description: 'The login mechanisms that the server offers.' }),
    tokenFault: z
      .enum(['expired', 'audience', 'scope'])
      .optional()
      .meta({ description: 'What is wrong with the access token, if the server says it.' }),
    scopes: z
      .array(z.string())
      .optional()
      .meta({ description: 'The known scopes that the server names (RFC 7628 §3.2.2).' }),
    tokenAudiences: z.array(z.string()).optional().meta({
      description: 'The services that a refused token is for, if it is a JWT (`aud`); at most three.',
    }),
    tokenScopes: z.array(z.string()).optional().meta({
      description: 'The known scopes of mail that a refused token has, if it is a JWT (`scope`, `scp`).',
    }),
    isMasked: z.boolean().optional().meta({
      description: 'Whether the reply shows that a firewall overwrites words of the server.',
    }),
    seconds: z.number().optional().meta({ description: 'The seconds until the server was ready.' }),
  })
  .meta({ id: 'FailureValues' });
export type FailureValues = z.infer<typeof failureValuesSchema>;

/** Why a server refuses an access token: it has expired, is for another service, or does not permit mail. */
export type TokenFault = NonNullable<FailureValues['tokenFault']>;
