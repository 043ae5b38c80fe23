import type { EndpointName } from '../endpoint-name.js';
import type { Failure, Stage, Step } from '../verification.js';
import { failureCatalogue, type FailureCode } from './failure-catalogue.js';
import { failureWords, type FailedPart, type FailureContext, type FailureEntry } from './failure-entry.js';
import type { FailureValues } from './failure-values.js';

/**
 * The reply codes of the server that are shown beside a failure, and the support ID of a failure with the code
 * `unknown`.
 */
export type ReplyFacts = Pick<Failure, 'replyCode' | 'enhancedStatusCode' | 'responseCode' | 'supportId'>;

/** Builds a failure with the texts of its code. The result depends only on the arguments. */
export function describeFailure(
  code: FailureCode,
  stage: Stage,
  context: FailureContext,
  facts: ReplyFacts = {},
): Failure {
  const entry: FailureEntry = failureCatalogue[code];
  const words = failureWords(context);
  return {
    endpoint: context.endpoint,
    stage,
    code,
    temporary: entry.temporary ?? false,
    title: entry.title(words),
    advice: entry.advice(words),
    values: failureValues(context),
    field: context.field ?? fieldPath(context.endpoint, entry.part),
    ...(context.suggestion === undefined ? {} : { suggestion: context.suggestion }),
    ...facts,
  };
}

/**
 * Returns the `authenticate` step of a verification without a login: it is skipped with the failure
 * `auth-not-tested`.
 */
export function skippedLogin(context: FailureContext): Step {
  const failure = describeFailure('auth-not-tested', 'authenticate', context);
  return { stage: 'authenticate', state: 'skipped', durationMs: 0, facts: {}, failure };
}

/** The values of a failure's texts, without what the failure has beside them. */
export function failureValues({
  endpoint: _,
  suggestion: __,
  field: ___,
  ...values
}: FailureContext): FailureValues {
  return values;
}

function fieldPath(endpoint: EndpointName, part: FailedPart): string | null {
  if (part === null) return null;
  if (part === 'username' || part === 'password' || part === 'accessToken') return `credentials.${part}`;
  if (endpoint === 'exchange') return 'exchange.url';
  return part === 'certificate' ? 'allowNonSecureCertificate' : `${endpoint}.${part}`;
}
