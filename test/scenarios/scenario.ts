import type { WarningCode } from '@postern/core/failures/failure-catalogue';
import type { FailureCode } from '@postern/core/failures/failure-catalogue';
import type { TlsMode } from '@postern/core/tls-mode';
import type { EndpointName } from '@postern/core/endpoint-name';
import type { Stage } from '@postern/core/verification';
import type { Credentials } from '@postern/core/credentials';
import type { CertificatePin } from '@postern/core/probe-result';
import type { Limits } from '@postern/mail-probe/conversation/limits';
import type { TestCertificates } from '../certificates/make-certificates.js';
import type { DnsAnswer } from '../servers/dns-server.js';
import type { ServerTls } from '../servers/accept-tls.js';
import type { Script } from '../servers/scripted-server.js';

/** A server script to run, inside TLS from the start if `tls` is given. */
export type Play = { readonly script: Script; readonly tls?: ServerTls };

/** The failure that the probe must report. */
export type Expected = {
  readonly code: FailureCode;
  readonly stage: Stage;
  readonly field: string | null;
  readonly temporary?: true;
  readonly suggestion?: string;
  /** Whether the step was skipped instead of failed, because nothing was tried. */
  readonly isSkipped?: true;
};

/** A conversation with a server of a certain behaviour, and the result that the probe must report. */
export type Scenario = {
  /** The name of the scenario in the test's name and in the lab's table. */
  readonly name: string;
  readonly endpoint: EndpointName;
  /** The TLS mode; `implicit` by default. */
  readonly tls?: TlsMode;
  /** The host; `mail.example.com` by default. */
  readonly host?: string;
  readonly path?: string;
  /** The scripted server; or a port on which no server listens, or one that drops packets. */
  readonly server: ((certificates: TestCertificates) => Play) | 'closed port' | 'full port';
  /** The answer of the DNS server; 127.0.0.1 by default. */
  readonly dns?: DnsAnswer;
  readonly isPortAllowed?: false;
  readonly password?: true;
  /** The login of the scenario; `account` by default. */
  readonly credentials?: Credentials;
  readonly ehloName?: string;
  /** Words that the texts of the failure or warning must contain, and words that they must not contain. */
  readonly says?: RegExp;
  readonly saysNot?: RegExp;
  readonly allowNonSecureCertificate?: true;
  readonly pin?: CertificatePin;
  /** Shorter limits, for a scenario that would otherwise wait until the real limits are reached. */
  readonly limits?: Partial<Limits>;
  /** The expected failure; null if every step passes. */
  readonly expected: Expected | null;
  readonly warnings?: readonly WarningCode[];
};

/** The login of scenarios with a password. */
export const account = { username: 'ann@example.com', password: 'canary-7f3a9c' } as const;
export const accounts: Readonly<Record<string, string>> = { [account.username]: account.password };

/** The login of scenarios with an access token, which contains the text of the password that the tests search for. */
export const tokenAccount = { username: account.username, accessToken: `eyJ.${account.password}.x` } as const;
export const tokenAccounts: Readonly<Record<string, string>> = {
  [tokenAccount.username]: tokenAccount.accessToken,
};

/** Limits for scenarios that end by a time-out: short, but much longer than a conversation on loopback needs. */
export const hurried: Partial<Limits> = {
  deadlineMs: 2_000,
  loginDeadlineMs: 2_000,
  resolveMs: 300,
  connectMs: 300,
  tlsMs: 600,
  greetingMs: 600,
};
