import { Button, Modal } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../../api/client';
import { revokeToken, tokensQuery, type NewToken, type Token } from '../../api/tokens';
import { Icon } from '../../components/Icon';
import { LoadingList } from '../../components/LoadingList';
import { Page } from '../../components/Page';
import { ProblemAlert } from '../../components/ProblemAlert';
import { MoreButton } from '../../components/MoreButton';
import { useMe } from '../../session/use-me';
import { text } from '../../text';
import { mayLeave } from '../../unsaved-work/unsaved-work';
import { NewTokenForm } from './NewTokenForm';
import { RevokeDialog } from './RevokeDialog';
import { RotateDialog } from './RotateDialog';
import { TokenSecret } from './TokenSecret';
import { TokenTable } from './TokenTable';

const words = text.tokens;

/** The access tokens of the account: their names, roles and expiry. */
export function TokensPage() {
  const me = useMe();
  const queries = useQueryClient();
  const list = useInfiniteQuery(tokensQuery);
  const [isCreating, setIsCreating] = useState(false);
  const [made, setMade] = useState<NewToken | null>(null);
  const [toRotate, setToRotate] = useState<Token | null>(null);
  const [toRevoke, setToRevoke] = useState<Token | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: tokensQuery.queryKey });
  const revoke = useMutation({
    mutationFn: revokeToken,
    onSuccess: async () => {
      setToRevoke(null);
      await refresh();
    },
  });
  const closeForm = async () => {
    if (await mayLeave()) setIsCreating(false);
  };
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
      {list.isPending && <LoadingList />}
      {list.isError && <ProblemAlert problem={problemOf(list.error)} onRetry={() => void list.refetch()} />}
      {rows.length > 0 && (
        <TokenTable rows={rows} ownId={me.tokenId} onRotate={setToRotate} onRevoke={setToRevoke} />
      )}
      <MoreButton list={list} />
      <Modal opened={isCreating} onClose={() => void closeForm()} title={words.newTitle} centered>
        <NewTokenForm
          onCancel={() => setIsCreating(false)}
          onMade={(token) => {
            setIsCreating(false);
            setMade(token);
            void refresh();
          }}
        />
      </Modal>
      <RotateDialog
        token={toRotate}
        onClose={() => setToRotate(null)}
        onRotated={(token) => {
          setToRotate(null);
          setMade(token);
          void refresh();
        }}
      />
      <RevokeDialog
        token={toRevoke}
        isOwn={toRevoke?.id === me.tokenId}
        submitError={revoke.error === null ? null : problemOf(revoke.error)}
        loading={revoke.isPending}
        onClose={() => {
          revoke.reset();
          setToRevoke(null);
        }}
        onConfirm={(token) => revoke.mutate(token.id)}
      />
    </Page>
  );
}
