import { queryClient } from '../../api/query-client';
import { serversQuery } from '../../api/servers';
import { summaryQuery } from '../../api/summary';
import { meQuery } from '../../session/use-me';
import { LazyAttentionTable } from './LazyAttentionTable';
import { readLastVisit } from './last-visit';

/** Milliseconds after which the overview is rendered without what it shows. */
const longestWaitMs = 100;

/**
 * Reads what the overview shows before it is rendered. The answers are usually there before the code (`early-requests.ts`), so
 * the page is rendered once, with its content. A failed answer is asked for again by the page, which says what is wrong.
 */
export async function readOverview(): Promise<void> {
  const { account, permissions } = await queryClient.ensureQueryData(meQuery);
  if (account === null || !permissions.includes('settings:read')) return;
  await Promise.race([
    Promise.all([readSummary(account.id), queryClient.prefetchQuery(serversQuery())]),
    new Promise((resolve) => setTimeout(resolve, longestWaitMs)),
  ]);
}

async function readSummary(accountId: string): Promise<void> {
  const query = summaryQuery(readLastVisit(accountId));
  await queryClient.prefetchQuery(query);
  const failures = queryClient.getQueryData(query.queryKey)?.attention ?? [];
  if (failures.some(({ kind }) => kind === 'failure')) await LazyAttentionTable.preload?.();
}
