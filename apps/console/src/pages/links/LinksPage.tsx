import { Button, Group, Modal, Text } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../../api/client';
import { linksQuery, revokeLink, type Link } from '../../api/links';
import { EmptyState } from '../../components/EmptyState';
import { LoadingList } from '../../components/LoadingList';
import { MoreButton } from '../../components/MoreButton';
import { Page } from '../../components/Page';
import { ProblemAlert } from '../../components/ProblemAlert';
import { text } from '../../text';
import { LinkTable } from './LinkTable';
import { SendToIt } from './SendToIt';

const words = text.links;

/** The links for IT of the account: who opened and applied them, and when they end (B14). */
export function LinksPage() {
  const queries = useQueryClient();
  const list = useInfiniteQuery(linksQuery);
  const [toRevoke, setToRevoke] = useState<Link | null>(null);
  const revoke = useMutation({
    mutationFn: revokeLink,
    onSuccess: async () => {
      setToRevoke(null);
      await queries.invalidateQueries({ queryKey: linksQuery.queryKey });
    },
  });
  const close = () => {
    revoke.reset();
    setToRevoke(null);
  };
  const rows = list.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <Page title={words.title} lead={words.lead} actions={<SendToIt />}>
      {list.isPending && <LoadingList />}
      {list.isError && <ProblemAlert problem={problemOf(list.error)} onRetry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && (
        <EmptyState icon="link" title={words.empty}>
          {words.emptyHelp}
        </EmptyState>
      )}
      {rows.length > 0 && <LinkTable rows={rows} onRevoke={setToRevoke} />}
      <MoreButton list={list} />
      <Modal opened={toRevoke !== null} onClose={close} title={words.revocation.title} centered>
        <Text size="sm">{words.revocation.detail}</Text>
        {revoke.error !== null && <ProblemAlert problem={problemOf(revoke.error)} />}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={close} data-autofocus>
            {text.common.cancel}
          </Button>
          <Button
            color="red.9"
            loading={revoke.isPending}
            onClick={() => toRevoke && revoke.mutate(toRevoke.id)}
          >
            {words.revocation.confirm}
          </Button>
        </Group>
      </Modal>
    </Page>
  );
}
