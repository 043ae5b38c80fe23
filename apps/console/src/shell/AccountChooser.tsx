import { Button, Text } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { accountsQuery } from '../api/accounts';
import { problemOf } from '../api/client';
import { EmptyState } from '../components/EmptyState';
import { LoadingList } from '../components/LoadingList';
import { Page } from '../components/Page';
import { ProblemAlert } from '../components/ProblemAlert';
import { MoreButton } from '../components/MoreButton';
import { StackingTable } from '../components/StackingTable';
import { When } from '../components/When';
import { useActingAccount } from '../session/use-acting-account';
import { text } from '../text';

const words = text.account;

/** The page on which an operator starts: it lists the installation's accounts and chooses one. */
export default function AccountChooser() {
  const actFor = useActingAccount();
  const list = useInfiniteQuery(accountsQuery);
  const rows = list.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Page title={words.choose} lead={words.lead}>
      {list.isPending && <LoadingList />}
      {list.isError && <ProblemAlert problem={problemOf(list.error)} onRetry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && (
        <EmptyState icon="list" title={words.empty}>
          {words.emptyHelp}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <StackingTable
          label={words.choose}
          columns={words.columns}
          rows={rows}
          idOf={({ id }) => id}
          cells={[
            ({ name }) => (
              <Text span inherit fw={600}>
                {name}
              </Text>
            ),
            ({ dataCenter }) => dataCenter ?? <span className="soft">{words.noDataCenter}</span>,
            ({ createdAt }) => <When at={createdAt} />,
          ]}
          action={{
            heading: words.chooseIt,
            of: ({ id, name }) => (
              <Button size="xs" variant="default" onClick={() => void actFor(id)}>
                {words.chooseIt}
                <span className="visuallyHidden"> {name}</span>
              </Button>
            ),
          }}
        />
      )}
      <MoreButton list={list} />
    </Page>
  );
}
