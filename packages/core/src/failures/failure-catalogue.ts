import { certificateFailures } from './certificate-failures.js';
import { connectionFailures } from './connection-failures.js';
import { exchangeFailures } from './exchange-failures.js';
import type { FailureEntry } from './failure-entry.js';
import { greetingFailures } from './greeting-failures.js';
import { loginFailures } from './login-failures.js';
import { tlsFailures } from './tls-failures.js';

/** Every failure code with its texts. A new code is added to the file of its stage, such as `tls-failures.ts`. */
export const failureCatalogue = {
  ...connectionFailures,
  ...greetingFailures,
  ...tlsFailures,
  ...certificateFailures,
  ...loginFailures,
  ...exchangeFailures,
  unknown: {
    part: null,
    title: ({ host }) => `An unexpected error occurred with ${host}`,
    advice: () =>
      'Postern does not recognise this error. Give the support ID to whoever runs this installation.',
  },
} as const satisfies Record<string, FailureEntry>;

/**
 * Every code that a verification can fail with. A code must never be renamed, because scripts of customers compare
 * codes.
 */
export type FailureCode = keyof typeof failureCatalogue;
export const failureCodes = Object.keys(failureCatalogue) as [FailureCode, ...FailureCode[]];

/** The codes of warnings. A certificate check that is waived uses the code of the failure that it would be. */
export const warningCodes = [
  'cert-expires-soon',
  'cert-self-signed',
  'cert-unknown-ca',
  'cert-chain-incomplete',
  'cert-expired',
  'cert-not-yet-valid',
  'cert-name-mismatch',
  'exchange-unsure',
  'exchange-online-retired',
  'cert-chain-expired',
  'cert-wrong-purpose',
  'auth-not-offered',
  'auth-oauth-only',
  'auth-mechanism-unsupported',
  'server-slow',
  'tls-only-dhe',
] as const satisfies readonly (FailureCode | 'cert-expires-soon' | 'server-slow')[];
export type WarningCode = (typeof warningCodes)[number];
