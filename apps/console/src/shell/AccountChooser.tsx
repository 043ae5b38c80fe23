import { Button, Table } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { accountsQuery } from '../api/accounts';
import { problemOf } from '../api/client';
import { EmptyState } from '../components/EmptyState';
import { LoadingList } from '../components/LoadingList';
import { Page } from '../components/Page';
import { ProblemAlert } from '../components/ProblemAlert';
import { When } from '../components/When';
import { MoreButton } from '../components/MoreButton';
import { useActingAccount } from '../session/use-acting-account';
import { text } from '../text';

const words = text.account;

/** The page on which an operator starts: it lists the installation's accounts and chooses one. */
export default function AccountChooser() {
  const actFor = useActingAccount();
  const list = useInfiniteQuery(accountsQuery);
  const rows = list.data?.pages.flatMap((page) => page.data) ?? [];
  const [accountLabel, dataCenterLabel, createdLabel] = words.columns;
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
        <div className="card stacking">
          <Table verticalSpacing="sm" horizontalSpacing="md" role="table" aria-label={words.choose}>
            <Table.Thead role="rowgroup">
              <Table.Tr role="row">
                {words.columns.map((column) => (
                  <Table.Th key={column} role="columnheader">
                    {column}
                  </Table.Th>
                ))}
                <Table.Td role="cell" />
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody role="rowgroup">
              {rows.map(({ id, name, dataCenter, createdAt }) => (
                <Table.Tr key={id} role="row">
                  <Table.Td role="cell" data-label={accountLabel} fw={600}>
                    {name}
                  </Table.Td>
                  <Table.Td role="cell" data-label={dataCenterLabel}>
                    {dataCenter ?? <span className="soft">{words.noDataCenter}</span>}
                  </Table.Td>
                  <Table.Td role="cell" data-label={createdLabel}>
                    <When at={createdAt} />
                  </Table.Td>
                  <Table.Td role="cell" ta="right">
                    <Button size="xs" variant="default" onClick={() => void actFor(id)}>
                      {words.chooseIt}
                      <span className="visuallyHidden"> {name}</span>
                    </Button>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
      <MoreButton list={list} />
    </Page>
  );
}
