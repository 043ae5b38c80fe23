import type { Warning } from '../verification.js';
import { describeFailure, failureValues } from './describe-failure.js';
import type { WarningCode } from './failure-catalogue.js';
import type { FailureContext } from './failure-entry.js';

/**
 * Builds a warning with the texts of its code. A waived certificate check uses the texts of the failure that it
 * would be.
 */
export function describeWarning(code: WarningCode, context: FailureContext): Warning {
  if (code === 'cert-expires-soon') {
    const days = context.daysLeft ?? 0;
    return {
      endpoint: context.endpoint,
      code,
      title: `The certificate of ${context.host} expires in ${inDays(days)}`,
      advice: 'Ask whoever runs the server to renew the certificate before then.',
      values: failureValues(context),
      field: null,
      daysLeft: days,
    };
  }
  if (code === 'server-slow') {
    const seconds = context.seconds ?? 0;
    return {
      endpoint: context.endpoint,
      code,
      title: `${context.host} took ${seconds} seconds to answer`,
      advice:
        'Many mail programs give up after 10 or 30 seconds. Ask whoever runs the server whether it waits for reverse DNS or ident lookups, or delays connections from our addresses on purpose.',
      values: failureValues(context),
      field: null,
    };
  }
  const { endpoint, title, advice, values, field } = describeFailure(code, 'tls', context);
  return { endpoint, code, title, advice, values, field };
}

function inDays(days: number): string {
  if (days < 1) return 'less than a day';
  return days === 1 ? '1 day' : `${days} days`;
}
