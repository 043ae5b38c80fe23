import { askAhead } from './early-answers';
import { readLastVisit } from './pages/overview/last-visit';

type Me = { readonly account: { readonly id: string } | null; readonly permissions: readonly string[] };

type Summary = { readonly attention: readonly { readonly kind: string }[] };

/**
 * Asks who is signed in, and for what the overview shows, as soon as this file is there: the libraries are still on their way
 * then. Without it the overview waits for its code, then for `/v1/me`, then for the summary, then for the servers.
 */
async function askEarly(): Promise<void> {
  const isWithoutSession = ['/sign-in', '/signed-in', '/it'].includes(location.pathname);
  // A sign-in code is exchanged for a session first.
  if (isWithoutSession || location.hash.startsWith('#code=')) return;
  const answer = await askAhead('/v1/me');
  if (!answer.ok || location.pathname !== '/overview') return;
  const { account, permissions } = (await answer.clone().json()) as Me;
  if (account === null || !permissions.includes('settings:read')) return;
  void askAhead('/v1/servers');
  const since = readLastVisit(account.id);
  const query = since === undefined ? '' : `?since=${encodeURIComponent(since)}`;
  const summary = (await (await askAhead(`/v1/summary${query}`)).clone().json()) as Summary;
  if (summary.attention.some(({ kind }) => kind === 'failure'))
    await import('./pages/overview/AttentionTable');
}

void askEarly().catch(() => undefined);
