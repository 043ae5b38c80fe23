import { Text } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { problemOf } from '../../api/client';
import { changeQueue, queueQuery, type QueueStatus } from '../../api/queue';
import { EmptyState } from '../../components/EmptyState';
import { LoadingList } from '../../components/LoadingList';
import { MoreButton } from '../../components/MoreButton';
import { Page } from '../../components/Page';
import { ProblemAlert } from '../../components/ProblemAlert';
import { text } from '../../text';
import { QueueTable } from './QueueTable';

const words = text.queue;

/** What waits to be verified, for whom and why; for the operator of the installation. */
export function QueuePage() {
  const queries = useQueryClient();
  const list = useInfiniteQuery(queueQuery);
  const change = useMutation({
    mutationFn: changeQueue,
    onSettled: () => queries.invalidateQueries({ queryKey: queueQuery.queryKey }),
  });
  const rows = list.data?.pages.flatMap((page) => page.data) ?? [];
  const status = list.data?.pages[0]?.status;
  return (
    <Page title={words.title} lead={words.lead}>
      {status && <StatusLine status={status} />}
      {list.isPending && <LoadingList />}
      {list.isError && <ProblemAlert problem={problemOf(list.error)} onRetry={() => void list.refetch()} />}
      {change.isError && <ProblemAlert problem={problemOf(change.error)} />}
      {list.isSuccess && rows.length === 0 && (
        <EmptyState icon="clock" title={words.empty}>
          {words.emptyHelp}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <QueueTable
          rows={rows}
          changing={change.isPending ? change.variables.id : null}
          onChange={change.mutate}
        />
      )}
      <MoreButton list={list} />
    </Page>
  );
}

function StatusLine({ status }: { readonly status: QueueStatus }) {
  const jobs = status.jobs
    .filter(({ waiting }) => waiting > 0)
    .map(
      ({ urgency, waiting }) => `${words.urgencies[urgency]}${text.formats.colon} ${words.waiting(waiting)}`,
    );
  const workers = status.workers.map((one) => words.workers(one.workers, one.dataCenter));
  return (
    <Text size="sm" mb="md">
      {[...(workers.length === 0 ? [words.noWorker] : workers), ...jobs].join(' · ')}
    </Text>
  );
}
