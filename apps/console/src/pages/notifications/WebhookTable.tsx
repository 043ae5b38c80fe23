import { Button, Group, Text } from '@mantine/core';
import type { Webhook } from '../../api/notifications';
import { StackingTable } from '../../components/StackingTable';
import { Tag } from '../../components/Tag';
import { text } from '../../text';

const words = text.notifications.webhooks;
const labels = {
  deliveries: text.notifications.deliveries.open,
  edit: words.edit,
  rotate: words.rotate,
  remove: words.remove,
} as const;
export type WebhookAction = keyof typeof labels;

type Props = {
  readonly rows: readonly Webhook[];
  readonly onAction: (action: WebhookAction, webhook: Webhook) => void;
};

/** The webhooks with their events and states. */
export function WebhookTable({ rows, onAction }: Props) {
  return (
    <StackingTable
      label={words.title}
      columns={words.columns}
      rows={rows}
      idOf={({ id }) => id}
      cells={[
        ({ url, description }) => (
          <div style={{ overflowWrap: 'anywhere' }}>
            {url}
            <Text size="xs" className="soft">
              {description}
            </Text>
          </div>
        ),
        ({ events }) =>
          events === 'all'
            ? text.notifications.all
            : events.map((type) => text.notifications.types[type]).join(', '),
        (webhook) => (
          <div>
            <WebhookState {...webhook} />
          </div>
        ),
      ]}
      action={{
        heading: words.edit,
        of: (webhook) => (
          <Group gap={4} justify="flex-end">
            {(Object.keys(labels) as WebhookAction[]).map((action) => (
              <Button
                key={action}
                variant="subtle"
                {...(action === 'remove' && { color: 'red', c: 'var(--fail)' })}
                size="xs"
                onClick={() => onAction(action, webhook)}
              >
                {labels[action]}
                <span className="visuallyHidden"> {webhook.url}</span>
              </Button>
            ))}
          </Group>
        ),
      }}
    />
  );
}

function WebhookState({ enabled, switchedOff, failingSince }: Webhook) {
  if (switchedOff !== null) return <Tag tone="fail">{words[switchedOff]}</Tag>;
  if (!enabled) return <Tag>{words.off}</Tag>;
  return failingSince === null ? (
    <Tag tone="pass">{words.on}</Tag>
  ) : (
    <Tag tone="warn">{words.failingNow}</Tag>
  );
}
