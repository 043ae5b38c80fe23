import { createHmac } from 'node:crypto';
import type { Credentials } from '@postern/core/credentials';

/**
 * The SASL mechanisms that the probe uses, in the order in which it tries them. PLAIN is first, because it needs
 * the fewest round trips.
 */
export const saslMechanisms = ['PLAIN', 'LOGIN', 'CRAM-MD5'] as const;
export type SaslMechanism = (typeof saslMechanisms)[number];

/** The client's responses, in base64, for one login with one mechanism. */
export type SaslExchange = {
  /**
   * Returns the response to a challenge, both in base64; null cancels the login, because the mechanism has no
   * further response.
   */
  respond(challenge: string): string | null;
  /** Whether the next response contains the password, or a digest of it. */
  readonly isPasswordNext: boolean;
};

/** Starts a login with PLAIN (RFC 4616), LOGIN (draft-murchison-sasl-login-00) or CRAM-MD5 (RFC 2195). */
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
