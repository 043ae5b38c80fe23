import type { EndpointName } from '@postern/core/endpoint-name';
import type { Answered } from './first-bytes.js';
import { StepError } from './step-error.js';

/** Where a protocol is usually found with TLS from the start, to suggest when another one answered. */
const usualPort: Readonly<Partial<Record<EndpointName, string>>> = { imap: '993', smtp: '465' };

/** Another protocol answered: names it if it is known, and then suggests the usual port of the one that was wanted. */
export function notThisProtocol(wanted: EndpointName, answered: Answered): StepError {
  if (answered === 'other' || answered === 'nothing') return new StepError('not-this-protocol');
  const suggestion = usualPort[wanted];
  return new StepError('not-this-protocol', {
    answered,
    ...(suggestion === undefined ? {} : { suggestion }),
  });
}
