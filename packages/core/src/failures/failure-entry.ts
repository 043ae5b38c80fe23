import type { EndpointName } from '../endpoint-name.js';

/** The values that the texts of a failure may contain: settings, or words of a known vocabulary, never server text. */
export type FailureContext = {
  readonly endpoint: EndpointName;
  readonly host: string;
  readonly port: number;
  readonly tls: 'implicit' | 'starttls';
  /** The protocol that answered instead, for `not-this-protocol` and `wrong-security-mode`. */
  readonly answered?: string;
  /** A value that is expected to work, where the probe found one. */
  readonly suggestion?: string;
  /** The form field to change, e.g. `smtp.tls`, where it differs from the field of the code. */
  readonly field?: string;
  /** Names on the certificate, at most three, for `cert-name-mismatch`. */
  readonly names?: readonly string[];
  readonly daysLeft?: number;
};

/** A `FailureContext` with the names that texts use: `IMAP`, `IMAP server`, `STARTTLS`. */
export type FailureWords = FailureContext & {
  readonly protocol: string;
  readonly server: string;
  readonly mode: string;
};

/** The part of an endpoint's settings that a failure asks to change; `null` if no setting is wrong. */
export type FailedPart = 'host' | 'port' | 'tls' | 'certificate' | 'username' | 'password' | null;

/** One failure code: `title` says what happened, `advice` what to do, `part` which field to change. */
export type FailureEntry = {
  /** Set if the same settings may work later without any change. */
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

/** The name of a TLS mode in the middle of a sentence. */
export function modeName(mode: string | undefined): string {
  return mode === 'starttls' ? 'STARTTLS' : 'TLS from the start';
}
