import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './generated/openapi.js';
import { noAnswer, ProblemError, readProblem } from './problem-error.js';

export type PosternClient = Client<paths>;

/** Where the API is and who calls; a browser with a session cookie needs neither token nor account. */
export type ClientOptions = {
  readonly baseUrl: string;
  readonly token?: string;
  /** The account an operator's token acts for. */
  readonly account?: string;
  readonly fetch?: (request: Request) => Promise<Response>;
};

/** A client whose paths, parameters, bodies and answers are typed from the OpenAPI document. */
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

/** What openapi-fetch resolves to, as far as it matters here. */
type Answered<Body> = { readonly data?: Body; readonly error?: unknown; readonly response: Response };

/** The body of a successful answer; throws `ProblemError` for every other one, and when nothing answers. */
export async function answerOf<Body>(call: Promise<Answered<Body>>): Promise<NonNullable<Body>> {
  const result = await call.catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ProblemError(noAnswer);
  });
  if (result.response.ok) return result.data as NonNullable<Body>;
  throw new ProblemError(readProblem(result.response.status, result.error));
}
