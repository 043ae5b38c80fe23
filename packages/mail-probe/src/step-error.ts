import type { FailureCode } from '@postern/core/failures/failure-catalogue';
import type { FailureContext } from '@postern/core/failures/failure-entry';
import type { ReplyFacts } from '@postern/core/failures/describe-failure';

/** What a failed step knows beside its code; every value is ours or comes from a known vocabulary. */
export type StepFacts = ReplyFacts & Pick<FailureContext, 'answered' | 'suggestion' | 'field' | 'names'>;

/** Ends a step of a conversation with a code of the catalogue. Thrown inside a conversation only, a value outside it. */
export class StepError extends Error {
  override readonly name = 'StepError';

  readonly code: FailureCode;
  readonly facts: StepFacts;

  constructor(code: FailureCode, facts: StepFacts = {}, options: ErrorOptions = {}) {
    super(code, options);
    this.code = code;
    this.facts = facts;
  }
}
