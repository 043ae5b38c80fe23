import type { EndpointName } from '../endpoint-name.js';
import type { FailureValues } from './failure-values.js';

/** What a failure is built from: its values, and what else depends on the settings and on the probe. */
export type FailureContext = Readonly<FailureValues> & {
  readonly endpoint: EndpointName;
  /** A value for the field that is expected to work, if the probe found one. */
  readonly suggestion?: string;
  /** The form field to change, e.g. `smtp.tls`, if it differs from the field of the failure code. */
  readonly field?: string;
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

/** The ports on which web servers listen, which send nothing before a request. */
const webPorts: readonly number[] = [80, 443, 8080, 8443];

/** Whether a mail server was looked for at a port of web servers. */
export function isAtWebPort({ endpoint, port }: FailureContext): boolean {
  return endpoint !== 'exchange' && webPorts.includes(port);
}

export const implicitTlsPorts = { imap: '993', smtp: '465', exchange: '443' } as const;

/** Returns the name of a TLS mode as it is written in the middle of a sentence. */
export function modeName(mode: string | undefined): string {
  return mode === 'starttls' ? 'STARTTLS' : 'TLS from the start';
}

const protocolNames = { imap: 'IMAP', smtp: 'SMTP', exchange: 'Exchange' } as const;

/** Adds the names of the protocol, of the server and of the TLS mode to the values of a failure. */
export function failureWords(context: FailureContext): FailureWords {
  const protocol = protocolNames[context.endpoint];
  return { ...context, protocol, server: `${protocol} server`, mode: modeName(context.tls) };
}
