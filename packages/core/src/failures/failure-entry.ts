import type { EndpointName } from '../endpoint-name.js';

/**
 * The values that the texts of a failure may contain: settings and words of a fixed list, never text from the
 * server.
 */
export type FailureContext = {
  readonly endpoint: EndpointName;
  readonly host: string;
  readonly port: number;
  readonly tls: 'implicit' | 'starttls';
  /** The protocol that the server spoke instead; set for `not-this-protocol` and `wrong-security-mode`. */
  readonly answered?: string;
  /** A value for the field that is expected to work, if the probe found one. */
  readonly suggestion?: string;
  /** The form field to change, e.g. `smtp.tls`, if it differs from the field of the failure code. */
  readonly field?: string;
  /** The names on the certificate; set for `cert-name-mismatch`. */
  readonly names?: readonly string[];
  /**
   * The subject of the certificate that failed its check, if it is another certificate of the chain than the
   * server's own.
   */
  readonly chainMember?: string;
  readonly daysLeft?: number;
  /** The login mechanisms that the server offers; set for `auth-mechanism-unsupported`. */
  readonly mechanisms?: readonly string[];
  /** What is wrong with the access token, if the server says it; set for `oauth-token-rejected`. */
  readonly tokenFault?: TokenFault;
  /** The known scopes that the server names when it refuses an access token (RFC 7628 §3.2.2). */
  readonly scopes?: readonly string[];
  /** Whether the reply shows that a firewall overwrites words of the server; set for `starttls-not-offered`. */
  readonly isMasked?: boolean;
  /** The time that the server took until it was ready; set for `server-slow`. */
  readonly seconds?: number;
};

/**
 * A `FailureContext` with the words that texts use for a protocol and a TLS mode: `IMAP`, `IMAP server`,
 * `STARTTLS`.
 */
export type FailureWords = FailureContext & {
  readonly protocol: string;
  readonly server: string;
  readonly mode: string;
};

/** Why a server refuses an access token: it has expired, is for another service, or does not permit mail. */
export type TokenFault = 'expired' | 'audience' | 'scope';

/** The part of an endpoint's settings or of its login that a failure asks to change; `null` if nothing is wrong. */
export type FailedPart =
  | 'host'
  | 'port'
  | 'tls'
  | 'certificate'
  | 'username'
  | 'password'
  | 'accessToken'
  | null;

/**
 * The texts of one failure code: `title` says what happened, `advice` what to do, and `part` which setting to
 * change.
 */
export type FailureEntry = {
  /** Whether the same settings can work later without any change. */
  readonly temporary?: true;
  readonly part: FailedPart;
  readonly title: (words: FailureWords) => string;
  readonly advice: (words: FailureWords) => string;
};

export const usualPorts = {
  imap: '993 (TLS) or 143 (STARTTLS)',
  smtp: '465 (TLS) or 587 (STARTTLS)',
  exchange: '443',
} as const;

export const implicitTlsPorts = { imap: '993', smtp: '465', exchange: '443' } as const;

/** Returns the name of a TLS mode as it is written in the middle of a sentence. */
export function modeName(mode: string | undefined): string {
  return mode === 'starttls' ? 'STARTTLS' : 'TLS from the start';
}
