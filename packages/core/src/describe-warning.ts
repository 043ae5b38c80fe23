import { describeFailure, type FailureCode, type FailureContext } from './failure-catalogue.js';
import type { Warning } from './verification.js';

/** Codes of warnings: a waived certificate check keeps its failure code. */
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
  'auth-not-offered',
  'auth-oauth-only',
] as const satisfies readonly (FailureCode | 'cert-expires-soon')[];
export type WarningCode = (typeof warningCodes)[number];

/** Fills in the words of a warning; a waived check speaks with its failure's title. */
export function describeWarning(code: WarningCode, context: FailureContext): Warning {
  if (code === 'cert-expires-soon') {
    const days = context.daysLeft ?? 0;
    return {
      endpoint: context.endpoint,
      code,
      title: `The certificate of ${context.host} expires in ${days} ${days === 1 ? 'day' : 'days'}`,
      advice: 'Ask whoever runs the server to renew it before then.',
      field: null,
      daysLeft: days,
    };
  }
  const { endpoint, title, advice, field } = describeFailure(code, 'tls', context);
  return { endpoint, code, title, advice, field };
}
