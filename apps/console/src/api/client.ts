import { createPosternClient } from '@postern/client/postern-client';
import { noAnswer, ProblemError, readProblem } from '@postern/client/problem-error';
import { takeEarlyAnswer } from '../early-answers';
import { accountHeader } from '../session/acting-account';
import { linkHeader } from '../session/link-secret';

/** The headers that say who calls, beside the session cookie. */
function callerHeaders(): Record<string, string> {
  return { ...accountHeader(), ...linkHeader() };
}

async function withAccount(request: Request): Promise<Response> {
  const early = takeEarlyAnswer(request);
  if (early !== undefined) return early;
  for (const [name, value] of Object.entries(callerHeaders())) request.headers.set(name, value);
  return fetch(request);
}

/** The typed client of the console; the browser authenticates it with the session cookie. */
export const api = createPosternClient({ baseUrl: '', fetch: withAccount });

/**
 * Sends a request whose answer is not JSON (text, a file, a stream) or whose headers are read; throws `ProblemError` unless it
 * succeeds. `account` is the header of the account that an operator acts for; empty for a request about the installation.
 */
export async function send(
  path: string,
  init: RequestInit = {},
  account = accountHeader(),
): Promise<Response> {
  const headers = { ...linkHeader(), ...account, ...(init.headers as Record<string, string> | undefined) };
  const response = await fetch(path, { ...init, headers }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ProblemError(noAnswer);
  });
  if (response.ok) return response;
  const body: unknown = await response.json().catch(() => null);
  throw new ProblemError(readProblem(response.status, body, response.headers.get('retry-after')));
}

export function sendJson(
  method: 'POST' | 'PUT',
  path: string,
  body: unknown,
  accept = 'application/json',
): Promise<Response> {
  return send(path, {
    method,
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify(body),
  });
}

/** The problem document of any thrown error, so that a view has one type to show. */
export function problemOf(error: unknown) {
  if (error instanceof ProblemError) return error.problem;
  const detail = error instanceof Error ? error.message : String(error);
  return {
    ...readProblem(0, null),
    code: 'console-error',
    title: 'Something unexpected happened in this page',
    detail,
  };
}
