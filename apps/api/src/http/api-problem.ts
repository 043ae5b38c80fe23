import type { InputError, Problem } from '@postern/core/problem';
import {
  problemReasons,
  type ProblemReason,
  type ProblemReasons,
  type ReasonValues,
} from '@postern/core/problem-reasons';
import { problemCatalogue, type ProblemCode } from './problem-catalogue.js';

type Extras = {
  readonly detail?: string;
  readonly errors?: readonly InputError[];
  readonly existingKind?: Problem['existingKind'];
  readonly findings?: Problem['findings'];
  readonly reason?: Problem['reason'];
  readonly headers?: Readonly<Record<string, string>>;
};

/** An error answer as a problem document (RFC 9457). Controllers and guards throw it, use cases do not. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';

  constructor(
    readonly code: ProblemCode,
    readonly extras: Extras = {},
  ) {
    super(code);
  }

  get status(): number {
    return problemCatalogue[this.code][0];
  }

  /** The problem document; its `type` is the path of a page that this api serves. */
  toDocument(requestId: string): Problem {
    const [status, title, help] = problemCatalogue[this.code];
    const { detail, errors, existingKind, findings, reason } = this.extras;
    return {
      type: `/docs/problems/${this.code}`,
      title,
      status,
      detail: detail ?? help,
      code: this.code,
      requestId,
      ...(errors === undefined ? {} : { errors: [...errors] }),
      ...(existingKind === undefined ? {} : { existingKind }),
      ...(findings === undefined ? {} : { findings }),
      ...(reason === undefined ? {} : { reason }),
    };
  }
}

/** Invalid input with one error. */
export function invalidInput(path: string, code: string, message: string, suggestion?: string): ApiProblem {
  return new ApiProblem('invalid-input', {
    errors: [{ path, code, message, ...(suggestion === undefined ? {} : { suggestion }) }],
  });
}

/** The detail of a reason, and the reason for clients that say it in another language. */
export function because<Reason extends ProblemReason>(
  reason: Reason,
  ...values: ReasonValues<Reason>
): Pick<Extras, 'detail' | 'reason'> {
  const detail = (problemReasons as ProblemReasons)[reason](...values);
  return { detail, reason: { code: reason, ...values[0] } };
}
