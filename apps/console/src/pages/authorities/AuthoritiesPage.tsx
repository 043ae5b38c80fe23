import { Button, Modal } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import {
  authoritiesQuery,
  deleteAuthority,
  type CertificateAuthority,
} from '../../api/certificate-authorities';
import { problemOf } from '../../api/client';
import { EmptyState } from '../../components/EmptyState';
import { Icon } from '../../components/Icon';
import { LoadingList } from '../../components/LoadingList';
import { Page } from '../../components/Page';
import { ProblemAlert } from '../../components/ProblemAlert';
import { text } from '../../text';
import { mayLeave } from '../../unsaved-work/unsaved-work';
import { AuthorityTable } from './AuthorityTable';
import { DeleteAuthorityDialog } from './DeleteAuthorityDialog';
import { NewAuthorityForm } from './NewAuthorityForm';

const words = text.authorities;

/** The certificate authorities that the account trusts for the servers of its own domains. */
export function AuthoritiesPage() {
  const queries = useQueryClient();
  const list = useQuery(authoritiesQuery);
  const [isAdding, setIsAdding] = useState(false);
  const [toDelete, setToDelete] = useState<CertificateAuthority | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: authoritiesQuery.queryKey });
  const remove = useMutation({
    mutationFn: deleteAuthority,
    onSuccess: async () => {
      setToDelete(null);
      await refresh();
    },
  });
  const closeForm = async () => {
    if (await mayLeave()) setIsAdding(false);
  };
  const rows = list.data?.data ?? [];
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        <Button leftSection={<Icon name="plus" size={16} />} onClick={() => setIsAdding(true)}>
          {words.add}
        </Button>
      }
    >
      {list.isPending && <LoadingList />}
      {list.isError && <ProblemAlert problem={problemOf(list.error)} onRetry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && (
        <EmptyState icon="shield" title={words.empty}>
          {words.emptyHelp}
        </EmptyState>
      )}
      {rows.length > 0 && <AuthorityTable rows={rows} onDelete={setToDelete} />}
      <Modal opened={isAdding} onClose={() => void closeForm()} title={words.addTitle} centered size="lg">
        <NewAuthorityForm
          onCancel={() => setIsAdding(false)}
          onAdded={() => {
            setIsAdding(false);
            void refresh();
          }}
        />
      </Modal>
      <DeleteAuthorityDialog
        authority={toDelete}
        submitError={remove.error === null ? null : problemOf(remove.error)}
        loading={remove.isPending}
        onClose={() => {
          remove.reset();
          setToDelete(null);
        }}
        onConfirm={({ id }) => remove.mutate(id)}
      />
    </Page>
  );
}
