import type { components } from './generated/openapi.js';

/** One fault of an input, and the value that would be accepted, if the API knows one. */
export type InputProblem = {
  readonly path: string;
  readonly code: string;
  readonly message: string;
  readonly suggestion?: string;
};

/** A problem document of the API (RFC 9457). */
export type ProblemDocument = {
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string | null;
  readonly errors: readonly InputProblem[];
  /** What is wrong with a list or a rule set that the API refused. */
  readonly findings: readonly components['schemas']['Finding'][];
  readonly existingKind: 'imap' | 'exchange' | null;
  /** Which case of `code` it is, where only `detail` says that otherwise. */
  readonly reason: NonNullable<components['schemas']['Problem']['reason']> | null;
  /** After how many seconds the request may be repeated; `null` if the answer does not say. */
  readonly retryAfterSeconds: number | null;
};

/**
 * Thrown when the API responds with a problem, and when it cannot be reached (then `code` is `no-answer` and
 * `status` 0).
 */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly problem: ProblemDocument;

  constructor(problem: ProblemDocument) {
    super(problem.title);
    this.problem = problem;
  }
}

/**
 * Makes a problem from the body of any error response; also from a body that the API did not write, such as the
 * HTML page of a proxy. `retryAfter` is the response's header of that name.
 */
export function readProblem(
  status: number,
  body: unknown,
  retryAfter: string | null = null,
): ProblemDocument {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Partial<ProblemDocument>;
  return {
    status,
    code: given.code ?? 'unexpected-answer',
    title: given.title ?? `The server answered with status ${status}`,
    detail: given.detail ?? 'The answer did not come from Postern. Is a proxy in between?',
    requestId: given.requestId ?? null,
    errors: given.errors ?? [],
    findings: given.findings ?? [],
    existingKind: given.existingKind ?? null,
    reason: given.reason ?? null,
    retryAfterSeconds: /^\d+$/.test(retryAfter ?? '') ? Number(retryAfter) : null,
  };
}

export const noAnswer: ProblemDocument = {
  status: 0,
  code: 'no-answer',
  title: 'Postern cannot be reached',
  detail: 'Nothing was changed. Check the network and try again.',
  requestId: null,
  errors: [],
  findings: [],
  existingKind: null,
  reason: null,
  retryAfterSeconds: null,
};
