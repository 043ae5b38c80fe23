import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { problemOf } from '../../api/client';
import { useIdempotencyKey } from '../../api/idempotency-key';
import { createLink, linksQuery, type LinkInput, type NewLink } from '../../api/links';
import { ProblemAlert } from '../../components/ProblemAlert';
import { text } from '../../text';
import { choicesOf } from '../../text/choices-of';
import { DomainPicker } from '../firewall/DomainPicker';

const words = text.links.form;
const dayMs = 86_400_000;

type Props = { readonly onMade: (link: NewLink) => void; readonly onCancel: () => void };

/** The domains and the end of a new link for IT. */
export function LinkForm({ onMade, onCancel }: Props) {
  const queries = useQueryClient();
  const [domains, setDomains] = useState<string[]>([]);
  const [days, setDays] = useState('14');
  const keyFor = useIdempotencyKey();
  const create = useMutation({
    mutationFn: (input: LinkInput) => createLink(input, keyFor(input)),
    onSuccess: (link) => {
      void queries.invalidateQueries({ queryKey: linksQuery.queryKey });
      onMade(link);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // A minute less, because the api refuses a time beyond 90 days of its own clock.
    const expiresAt = new Date(Date.now() + Number(days) * dayMs - 60_000).toISOString();
    create.mutate({ expiresAt, ...(domains.length > 0 && { domains }) });
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <Text size="sm">{words.lead}</Text>
        <DomainPicker domains={domains} onChange={setDomains} />
        <NativeSelect
          label={words.life}
          value={days}
          data={choicesOf(words.lives)}
          onChange={(event) => setDays(event.currentTarget.value)}
        />
        {create.error !== null && <ProblemAlert problem={problemOf(create.error)} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            {text.common.cancel}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {words.submit}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
