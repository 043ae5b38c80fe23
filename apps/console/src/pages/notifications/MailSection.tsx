import { Button, Group, NativeSelect, Stack, Textarea, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { problemOf } from '../../api/client';
import {
  notificationSettingsQuery,
  replaceNotificationSettings,
  type NotificationSettings,
} from '../../api/notifications';
import { LoadingList } from '../../components/LoadingList';
import { Notice } from '../../components/Notice';
import { ProblemAlert } from '../../components/ProblemAlert';
import { errorText } from '../../form/error-text';
import { text } from '../../text';
import { choicesOf } from '../../text/choices-of';
import { useUnsavedWork } from '../../unsaved-work/unsaved-work';
import { EventChoice } from './EventChoice';
import { RecipientTable } from './RecipientTable';

const words = text.notifications.mail;

/** Who is told by mail, or why nobody can be. */
export function MailSection() {
  const settings = useQuery(notificationSettingsQuery);
  const problem = settings.error === null ? null : problemOf(settings.error);
  return (
    <section>
      <Title order={2} mb="sm">
        {words.title}
      </Title>
      {settings.isPending && <LoadingList />}
      {problem?.code === 'mail-not-set-up' && (
        <Notice tone="idle" icon="mail" title={words.off}>
          {words.offHelp}
        </Notice>
      )}
      {problem !== null && problem.code !== 'mail-not-set-up' && (
        <ProblemAlert problem={problem} onRetry={() => void settings.refetch()} />
      )}
      {settings.data && <MailForm stored={settings.data} />}
    </section>
  );
}

function MailForm({ stored }: { readonly stored: NotificationSettings }) {
  const queries = useQueryClient();
  const listed = stored.recipients.map(({ email }) => email).join('\n');
  const [recipients, setRecipients] = useState(listed);
  const [events, setEvents] = useState(stored.events);
  const [digest, setDigest] = useState(stored.digest);
  const isChanged =
    recipients !== listed ||
    digest !== stored.digest ||
    JSON.stringify(events) !== JSON.stringify(stored.events);
  useUnsavedWork(isChanged);
  const save = useMutation({
    mutationFn: replaceNotificationSettings,
    onSuccess: (saved) => {
      queries.setQueryData(notificationSettingsQuery.queryKey, saved);
      setRecipients(saved.recipients.map(({ email }) => email).join('\n'));
    },
  });
  const problem = save.error === null ? null : problemOf(save.error);
  const lines = recipients
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({ recipients: lines.map((email) => ({ email })), events, digest });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md" className="card" p="md">
        {stored.recipients.length > 0 && <RecipientTable rows={stored.recipients} />}
        <Textarea
          label={words.recipients}
          description={words.recipientsHelp}
          placeholder="jane@example.com"
          autosize
          minRows={2}
          value={recipients}
          error={errorText(problem?.errors.find(({ path }) => path.startsWith('recipients')))}
          onChange={(event) => setRecipients(event.currentTarget.value)}
        />
        <EventChoice value={events} onChange={setEvents} />
        <NativeSelect
          label={words.digest}
          description={words.digestHelp}
          data={choicesOf(words.digests)}
          value={digest}
          onChange={(event) => setDigest(event.currentTarget.value as NotificationSettings['digest'])}
        />
        {problem && <ProblemAlert problem={problem} />}
        {save.isSuccess && !isChanged && (
          <Notice tone="pass" role="status">
            {words.saved}
          </Notice>
        )}
        <Group justify="flex-end">
          <Button type="submit" loading={save.isPending}>
            {words.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
