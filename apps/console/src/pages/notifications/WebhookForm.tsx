import { Button, Checkbox, Group, Stack, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { problemOf } from '../../api/client';
import { useIdempotencyKey } from '../../api/idempotency-key';
import {
  changeWebhook,
  createWebhook,
  type ChosenEvents,
  type Webhook,
  type WebhookInput,
} from '../../api/notifications';
import { ProblemAlert } from '../../components/ProblemAlert';
import { errorText } from '../../form/error-text';
import { text } from '../../text';
import { useUnsavedWork } from '../../unsaved-work/unsaved-work';
import { EventChoice } from './EventChoice';

const words = text.notifications.webhooks;

type Props = {
  /** The webhook to change; null for a new one. */
  readonly webhook: Webhook | null;
  /** Receives the secret of a new webhook, and null after a change. */
  readonly onSaved: (made: { readonly secret?: string } | null) => void;
  readonly onCancel: () => void;
};

/** The URL, events and description of a webhook. */
export function WebhookForm({ webhook, onSaved, onCancel }: Props) {
  const [url, setUrl] = useState(webhook?.url ?? '');
  const [events, setEvents] = useState<ChosenEvents>(webhook?.events ?? 'all');
  const [description, setDescription] = useState(webhook?.description ?? '');
  const [enabled, setEnabled] = useState(webhook?.enabled ?? true);
  useUnsavedWork(url !== (webhook?.url ?? '') || description !== (webhook?.description ?? ''));
  const keyFor = useIdempotencyKey();
  const save = useMutation({
    mutationFn: async (input: WebhookInput) => {
      if (webhook === null) return createWebhook(input, keyFor(input));
      await changeWebhook(webhook.id, input);
      return null;
    },
    onSuccess: onSaved,
  });
  const problem = save.error === null ? null : problemOf(save.error);
  const errorOf = (path: string) => errorText(problem?.errors.find((error) => error.path === path));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ url, events, description, enabled });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          data-autofocus
          label={words.url}
          description={words.urlHelp}
          placeholder="https://hooks.example.com/postern"
          value={url}
          error={errorOf('url')}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <TextInput
          label={words.description}
          value={description}
          error={errorOf('description')}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
        <EventChoice value={events} onChange={setEvents} />
        <Checkbox
          label={words.enabled}
          checked={enabled}
          onChange={(event) => setEnabled(event.currentTarget.checked)}
        />
        {problem && problem.errors.every(({ path }) => path === 'events') && (
          <ProblemAlert problem={problem} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {text.common.cancel}
          </Button>
          <Button type="submit" loading={save.isPending}>
            {words.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
