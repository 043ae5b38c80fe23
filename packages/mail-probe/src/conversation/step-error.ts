import { isNativeError } from 'node:util/types';
import type { FailureCode } from '@postern/core/failures/failure-catalogue';
import type { FailureContext } from '@postern/core/failures/failure-entry';
import type { ReplyFacts } from '@postern/core/failures/describe-failure';

/**
 * The facts of a failed step besides its code. Every value is Postern's own or a word of a known list, never text
 * of the server.
 */
export type StepFacts = ReplyFacts &
  Pick<
    FailureContext,
    | 'answered'
    | 'suggestion'
    | 'field'
    | 'names'
    | 'mechanisms'
    | 'isMasked'
    | 'chainMember'
    | 'tokenFault'
    | 'scopes'
    | 'tokenAudiences'
    | 'tokenScopes'
  > & {
    /** Whether the step was skipped: nothing was tried, so the server has refused nothing. */
    readonly isSkipped?: true;
  };

/**
 * Thrown by a step of a conversation that fails with a code of the failure catalogue. It never leaves the
 * conversation.
 */
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

/**
 * Describes an unexpected error for the log: class, code, system call and stack frames. The message is left out,
 * because the message of a library may quote the server, and a server may repeat the password.
 */
export function describeCause(error: unknown): string {
  if (!isNativeError(error)) return `thrown ${typeof error}`;
  const { code, syscall } = error as NodeJS.ErrnoException;
  const known = [error.name, code, syscall].filter(
    (part) => typeof part === 'string' && /^[\w. -]{1,60}$/.test(part),
  );
  const frames = (error.stack ?? '').split('\n').filter((line) => /^\s+at \S/.test(line));
  return [known.join(' '), ...frames.slice(0, 12)].join('\n');
}
