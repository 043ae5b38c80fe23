import { createHmac } from 'node:crypto';
import type { Credentials } from '@postern/core/credentials';

/** The SASL mechanisms that are used, in the order in which they are tried: PLAIN needs the fewest round trips. */
export const saslMechanisms = ['PLAIN', 'LOGIN', 'CRAM-MD5'] as const;
export type SaslMechanism = (typeof saslMechanisms)[number];

/** The responses of one login by one mechanism, in base64. */
export type SaslExchange = {
  /** Answers a challenge (base64); null cancels the exchange, because the mechanism has no further response. */
  respond(challenge: string): string | null;
  /** Whether the next response contains the password, or a digest of it. */
  readonly isPasswordNext: boolean;
};

/** Starts an exchange: PLAIN (RFC 4616), LOGIN (draft-murchison-sasl-login-00) or CRAM-MD5 (RFC 2195). */
export function startSasl(mechanism: SaslMechanism, { username, password }: Credentials): SaslExchange {
  const responses: ((challenge: string) => string)[] =
    mechanism === 'PLAIN'
      ? [() => `\0${username}\0${password}`]
      : mechanism === 'LOGIN'
        ? [() => username, () => password]
        : [(challenge) => `${username} ${createHmac('md5', password).update(challenge).digest('hex')}`];
  return {
    get isPasswordNext() {
      return responses.length === 1;
    },
    respond(challenge) {
      const next = responses.shift();
      if (next === undefined) return null;
      const text = Buffer.from(challenge, 'base64').toString('utf8');
      return Buffer.from(next(text), 'utf8').toString('base64');
    },
  };
}
