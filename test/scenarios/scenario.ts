import type { WarningCode } from '@postern/core/failures/failure-catalogue';
import type { FailureCode } from '@postern/core/failures/failure-catalogue';
import type { TlsMode } from '@postern/core/tls-mode';
import type { EndpointName } from '@postern/core/endpoint-name';
import type { Stage } from '@postern/core/verification';
import type { CertificatePin } from '@postern/core/probe-result';
import type { Limits } from '@postern/mail-probe/conversation/limits';
import type { TestCertificates } from '../certificates/make-certificates.js';
import type { DnsAnswer } from '../servers/dns-server.js';
import type { ServerTls } from '../servers/accept-tls.js';
import type { Script } from '../servers/scripted-server.js';

/** A server to be played, inside TLS from the start if `tls` is given. */
export type Play = { readonly script: Script; readonly tls?: ServerTls };

/** What a conversation must come to. */
export type Expected = {
  readonly code: FailureCode;
  readonly stage: Stage;
  readonly field: string | null;
  readonly temporary?: true;
  readonly suggestion?: string;
};

/** One conversation with a server that behaves in a certain way, and what must be reported of it. */
export type Scenario = {
  /** A claim, for the test's name and the lab's table. */
  readonly name: string;
  readonly endpoint: EndpointName;
  /** `implicit` unless said. */
  readonly tls?: TlsMode;
  /** `mail.example.com` unless said. */
  readonly host?: string;
  readonly path?: string;
  /** The server; a port where nobody listens, or one that drops packets. */
  readonly server: ((certificates: TestCertificates) => Play) | 'closed port' | 'full port';
  /** 127.0.0.1 unless said. */
  readonly dns?: DnsAnswer;
  readonly isPortAllowed?: false;
  readonly password?: true;
  readonly allowNonSecureCertificate?: true;
  readonly pin?: CertificatePin;
  readonly localAddress?: string;
  /** For what would wait for the real limits. */
  readonly limits?: Partial<Limits>;
  /** Null: it passes. */
  readonly expected: Expected | null;
  readonly warnings?: readonly WarningCode[];
};

/** Who logs in where a scenario has a password. */
export const account = { username: 'ann@example.com', password: 'canary-7f3a9c' } as const;
export const accounts: Readonly<Record<string, string>> = { [account.username]: account.password };

/** Limits for scenarios that end by waiting: short, and still much longer than loopback needs. */
export const hurried: Partial<Limits> = {
  deadlineMs: 2_000,
  loginDeadlineMs: 2_000,
  resolveMs: 300,
  connectMs: 300,
  tlsMs: 600,
  greetingMs: 600,
};
