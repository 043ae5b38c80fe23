import { accountHeader } from './session/acting-account';

/** Answers that were asked for before the code that reads them, by path with query. */
const asked = new Map<string, Promise<Response>>();

/** Asks for an answer, and keeps it for the code that will read it. */
export function askAhead(path: string): Promise<Response> {
  const answer = fetch(path, { headers: accountHeader() });
  asked.set(path, answer);
  answer.catch(() => undefined); // Whoever takes the answer says that it failed.
  return answer;
}

/** Returns the early answer to a request, at most once, so that nothing old is shown later; `undefined` if there is none. */
export function takeEarlyAnswer({ method, url }: Request): Promise<Response> | undefined {
  const { pathname, search } = new URL(url);
  const answer = method === 'GET' ? asked.get(pathname + search) : undefined;
  if (answer !== undefined) asked.delete(pathname + search);
  return answer;
}
