import { Box, Button, Code, Group, Modal, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../../api/client';
import { deleteWebhook, rotateSecret, webhooksQuery, type Webhook } from '../../api/notifications';
import { CopyButton } from '../../components/CopyButton';
import { EmptyState } from '../../components/EmptyState';
import { Icon } from '../../components/Icon';
import { LoadingList } from '../../components/LoadingList';
import { Notice } from '../../components/Notice';
import { ProblemAlert } from '../../components/ProblemAlert';
import { text } from '../../text';
import { mayLeave } from '../../unsaved-work/unsaved-work';
import { Deliveries } from './Deliveries';
import { WebhookForm } from './WebhookForm';
import { WebhookTable, type WebhookAction } from './WebhookTable';

const words = text.notifications.webhooks;

/** The webhooks of the account, and what can be done with each. */
export function WebhookSection() {
  const queries = useQueryClient();
  const list = useQuery(webhooksQuery);
  const [open, setOpen] = useState<{ action: WebhookAction | 'create'; webhook: Webhook | null } | null>(
    null,
  );
  const [secret, setSecret] = useState<{ value: string | undefined; isRenewed: boolean } | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: webhooksQuery.queryKey });
  const close = () => setOpen(null);
  const rotate = useMutation({
    mutationFn: rotateSecret,
    onSuccess: (renewed) => setSecret({ value: renewed.secret, isRenewed: true }),
  });
  const remove = useMutation({
    mutationFn: deleteWebhook,
    onSuccess: async () => {
      close();
      await refresh();
    },
  });
  const closeForm = async () => {
    if (await mayLeave()) close();
  };
  const rows = list.data?.data ?? [];
  const isForm = open?.action === 'create' || open?.action === 'edit';
  return (
    <section>
      <Group justify="space-between" mb="sm" mt="xl">
        <Title order={2}>{words.title}</Title>
        <Button
          leftSection={<Icon name="plus" size={16} />}
          onClick={() => setOpen({ action: 'create', webhook: null })}
        >
          {words.create}
        </Button>
      </Group>
      {secret && <WebhookSecret {...secret} onClose={() => setSecret(null)} />}
      {rotate.error && <ProblemAlert problem={problemOf(rotate.error)} />}
      {list.isPending && <LoadingList />}
      {list.isError && <ProblemAlert problem={problemOf(list.error)} onRetry={() => void list.refetch()} />}
      {list.isSuccess && rows.length === 0 && (
        <EmptyState icon="bell" title={words.none}>
          {words.noneHelp}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <WebhookTable
          rows={rows}
          onAction={(action, webhook) => {
            if (action === 'rotate') rotate.mutate(webhook.id);
            else setOpen({ action, webhook });
          }}
        />
      )}
      <Modal
        opened={isForm}
        onClose={() => void closeForm()}
        title={open?.action === 'edit' ? words.edit : words.create}
        centered
      >
        <WebhookForm
          webhook={open?.webhook ?? null}
          onCancel={close}
          onSaved={(made) => {
            close();
            if (made !== null) setSecret({ value: made.secret, isRenewed: false });
            void refresh();
          }}
        />
      </Modal>
      <Modal
        opened={open?.action === 'deliveries'}
        onClose={close}
        title={text.notifications.deliveries.title}
        size="xl"
      >
        {open?.webhook && <Deliveries webhookId={open.webhook.id} />}
      </Modal>
      <Modal
        opened={open?.action === 'remove'}
        onClose={close}
        title={words.removal(open?.webhook?.url ?? '')}
        centered
      >
        <Text size="sm">{words.removalHelp}</Text>
        {remove.error && <ProblemAlert problem={problemOf(remove.error)} />}
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={close} data-autofocus>
            {text.common.cancel}
          </Button>
          <Button
            color="red.9"
            loading={remove.isPending}
            onClick={() => open?.webhook && remove.mutate(open.webhook.id)}
          >
            {words.remove}
          </Button>
        </Group>
      </Modal>
    </section>
  );
}

type SecretProps = {
  readonly value: string | undefined;
  readonly isRenewed: boolean;
  readonly onClose: () => void;
};

function WebhookSecret({ value, isRenewed, onClose }: SecretProps) {
  return (
    <Box mb="lg">
      <Notice tone="pass" role="status" icon="key" title={words.secretTitle} onClose={onClose}>
        <Text size="sm" mb="sm">
          {words.secretHelp} {isRenewed && words.oldSecret}
        </Text>
        {value === undefined ? (
          <Text size="sm">{words.lost}</Text>
        ) : (
          <Group gap="sm">
            <Code fz="sm" style={{ wordBreak: 'break-all' }} data-testid="webhook-secret">
              {value}
            </Code>
            <CopyButton value={value} label={words.copy} isMain />
          </Group>
        )}
      </Notice>
    </Box>
  );
}
