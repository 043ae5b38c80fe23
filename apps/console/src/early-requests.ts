import { accountHeader } from './session/acting-account';
import { readLastVisit } from './pages/overview/last-visit';

type Me = { readonly account: { readonly id: string } | null; readonly permissions: readonly string[] };

type Summary = { readonly attention: readonly { readonly kind: string }[] };

/** Answers that were asked for before the code that reads them, by path with query. */
const asked = new Map<string, Promise<Response>>();

/**
 * Asks who is signed in, and for what the overview shows, as soon as this file is there: the libraries are still on their way
 * then. Without it the overview waits for its code, then for `/v1/me`, then for the summary, then for the servers.
 */
async function askEarly(): Promise<void> {
  const isWithoutSession = ['/sign-in', '/signed-in', '/it'].includes(location.pathname);
  // A sign-in code is exchanged for a session first.
  if (isWithoutSession || location.hash.startsWith('#code=')) return;
  const answer = await ask('/v1/me');
  if (!answer.ok || location.pathname !== '/overview') return;
  const { account, permissions } = (await answer.clone().json()) as Me;
  if (account === null || !permissions.includes('settings:read')) return;
  void ask('/v1/servers');
  const since = readLastVisit(account.id);
  const query = since === undefined ? '' : `?since=${encodeURIComponent(since)}`;
  const summary = (await (await ask(`/v1/summary${query}`)).clone().json()) as Summary;
  if (summary.attention.some(({ kind }) => kind === 'failure'))
    await import('./pages/overview/AttentionTable');
}

function ask(path: string): Promise<Response> {
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

void askEarly().catch(() => undefined);
