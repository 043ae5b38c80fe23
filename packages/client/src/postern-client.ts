import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './generated/openapi.js';
import { noAnswer, ProblemError, readProblem } from './problem-error.js';

export type PosternClient = Client<paths>;

/**
 * The address of the API and the credentials of the caller. A browser with a session cookie needs neither token nor
 * account.
 */
export type ClientOptions = {
  readonly baseUrl: string;
  readonly token?: string;
  /** The account that a request with an operator's token is for. */
  readonly account?: string;
  readonly fetch?: (request: Request) => Promise<Response>;
};

/** Creates an API client whose paths, parameters, bodies and responses have the types of the OpenAPI document. */
export function createPosternClient({ baseUrl, token, account, fetch }: ClientOptions): PosternClient {
  return createClient<paths>({
    baseUrl,
    ...(fetch && { fetch }),
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(account === undefined ? {} : { 'postern-account': account }),
    },
  });
}

/** The part of openapi-fetch's result that `answerOf` reads. */
type Answered<Body> = { readonly data?: Body; readonly error?: unknown; readonly response: Response };

/**
 * Returns the body of a successful response. Throws `ProblemError` for every other response, and if the API cannot
 * be reached.
 */
export async function answerOf<Body>(call: Promise<Answered<Body>>): Promise<NonNullable<Body>> {
  const result = await call.catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ProblemError(noAnswer);
  });
  if (result.response.ok) return result.data as NonNullable<Body>;
  const { status, headers } = result.response;
  throw new ProblemError(readProblem(status, result.error, headers.get('retry-after')));
}
