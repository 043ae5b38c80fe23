import { Button, Group, Stack, Text } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { problemOf } from '../../api/client';
import { deliveriesQuery, redeliver, testWebhook, type Delivery } from '../../api/notifications';
import { LoadingList } from '../../components/LoadingList';
import { MoreButton } from '../../components/MoreButton';
import { ProblemAlert } from '../../components/ProblemAlert';
import { StackingTable } from '../../components/StackingTable';
import { Tag } from '../../components/Tag';
import { When } from '../../components/When';
import { text } from '../../text';

const words = text.notifications.deliveries;
const tones = { waiting: 'wait', delivered: 'pass', failed: 'fail', discarded: 'idle' } as const;

/** What was sent to a webhook and what happened; a test can be sent, and a delivery that has ended once more. */
export function Deliveries({ webhookId }: { readonly webhookId: string }) {
  const queries = useQueryClient();
  const query = deliveriesQuery(webhookId);
  const list = useInfiniteQuery(query);
  const onSuccess = () => queries.invalidateQueries({ queryKey: query.queryKey });
  const test = useMutation({ mutationFn: () => testWebhook(webhookId), onSuccess });
  const again = useMutation({ mutationFn: (id: string) => redeliver(webhookId, id), onSuccess });
  const rows = list.data?.pages.flatMap(({ data }) => data) ?? [];
  const error = test.error ?? again.error ?? list.error;
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Text size="sm" className="soft">
          {list.isSuccess && rows.length === 0 && words.none}
        </Text>
        <Button size="xs" loading={test.isPending} onClick={() => test.mutate()}>
          {text.notifications.webhooks.test}
        </Button>
      </Group>
      {error && <ProblemAlert problem={problemOf(error)} />}
      {list.isPending && <LoadingList />}
      {rows.length > 0 && (
        <StackingTable
          label={words.title}
          columns={words.columns}
          rows={rows}
          idOf={({ id }) => id}
          cells={[
            ({ type, domain }) => (
              <div>
                {text.notifications.types[type]} <span className="soft">{domain}</span>
              </div>
            ),
            ({ at }) => <When at={at} />,
            (delivery) => <Outcome {...delivery} />,
          ]}
          action={{
            heading: words.again,
            of: ({ id, state, type }) =>
              state !== 'waiting' && (
                <Button variant="subtle" size="xs" onClick={() => again.mutate(id)}>
                  {words.again}
                  <span className="visuallyHidden"> {text.notifications.types[type]}</span>
                </Button>
              ),
          }}
        />
      )}
      <MoreButton list={list} />
    </Stack>
  );
}

/** Why an attempt failed; a code without words of its own has those of its kind, e.g. `cert-expired` those of `cert`. */
function reasonOf(code: string): string {
  const reasons: Readonly<Record<string, string>> = words.failures;
  return reasons[code] ?? reasons[code.split('-')[0]!] ?? words.failures.other;
}

function Outcome({ state, attempts, status, failure, nextAttemptAt }: Delivery) {
  const parts = [
    attempts > 0 && words.attempts(attempts),
    status !== null && words.status(status),
    failure !== null && failure !== 'status' && reasonOf(failure),
  ].filter(Boolean);
  return (
    <div>
      <Tag tone={tones[state]}>{words.states[state]}</Tag> {parts.join(', ')}
      {state === 'waiting' && attempts > 0 && (
        <span>
          , {words.next} <When at={nextAttemptAt} />
        </span>
      )}
    </div>
  );
}
