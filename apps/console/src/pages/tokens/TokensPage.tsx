import { Button, Modal, Table, Text } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../../api/client';
import { revokeToken, tokensQuery, type NewToken, type Token } from '../../api/tokens';
import { Icon } from '../../components/Icon';
import { LoadingPage } from '../../components/LoadingPage';
import { Page } from '../../components/Page';
import { ProblemAlert } from '../../components/ProblemAlert';
import { Tag } from '../../components/Tag';
import { When } from '../../components/When';
import { useMe } from '../../session/use-me';
import { text } from '../../text';
import { NewTokenForm } from './NewTokenForm';
import { RevokeDialog } from './RevokeDialog';
import { TokenSecret } from './TokenSecret';

const words = text.tokens;

/** The tokens of the account: who may call, as what, until when. */
export function TokensPage() {
  const me = useMe();
  const queries = useQueryClient();
  const list = useInfiniteQuery(tokensQuery);
  const [isCreating, setIsCreating] = useState(false);
  const [made, setMade] = useState<NewToken | null>(null);
  const [doomed, setDoomed] = useState<Token | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: tokensQuery.queryKey });
  const revoke = useMutation({
    mutationFn: revokeToken,
    onSuccess: async () => {
      setDoomed(null);
      await refresh();
    },
  });
  const rows = list.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setIsCreating(true)}>
          {words.create}
        </Button>
      }
    >
      {made && <TokenSecret token={made} onClose={() => setMade(null)} />}
      {list.isPending && <LoadingPage />}
      {list.isError && <ProblemAlert problem={problemOf(list.error)} onRetry={() => void list.refetch()} />}
      {rows.length > 0 && (
        <Table.ScrollContainer
          minWidth={640}
          className="card"
          tabIndex={0}
          role="region"
          aria-label={words.title}
        >
          <Table verticalSpacing="sm" horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                {words.columns.map((column) => (
                  <Table.Th key={column}>{column}</Table.Th>
                ))}
                <Table.Th>
                  <span className="visuallyHidden">{words.revoke}</span>
                </Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {rows.map((token) => (
                <Table.Tr key={token.id}>
                  <Table.Td fw={600}>
                    {token.name} {token.id === me.tokenId && <Tag tone="wait">{words.own}</Tag>}
                  </Table.Td>
                  <Table.Td>{text.roles[token.role]}</Table.Td>
                  <Table.Td>
                    <When at={token.createdAt} />
                    <Text size="xs" className="soft">
                      {words.by(token.createdBy)}
                    </Text>
                  </Table.Td>
                  <Table.Td>
                    <When at={token.lastUsedAt} />
                  </Table.Td>
                  <Table.Td>
                    <When at={token.expiresAt} />
                  </Table.Td>
                  <Table.Td ta="right">
                    <Button variant="subtle" color="red" size="xs" onClick={() => setDoomed(token)}>
                      {words.revoke}
                      <span className="visuallyHidden"> {token.name}</span>
                    </Button>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {list.hasNextPage && (
        <Button
          mt="md"
          variant="default"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          {text.common.more}
        </Button>
      )}
      <Modal opened={isCreating} onClose={() => setIsCreating(false)} title={words.newTitle} centered>
        <NewTokenForm
          onCancel={() => setIsCreating(false)}
          onMade={(token) => {
            setIsCreating(false);
            setMade(token);
            void refresh();
          }}
        />
      </Modal>
      <RevokeDialog
        token={doomed}
        isOwn={doomed?.id === me.tokenId}
        submitError={revoke.error === null ? null : problemOf(revoke.error)}
        loading={revoke.isPending}
        onClose={() => {
          revoke.reset();
          setDoomed(null);
        }}
        onConfirm={(token) => revoke.mutate(token.id)}
      />
    </Page>
  );
}
