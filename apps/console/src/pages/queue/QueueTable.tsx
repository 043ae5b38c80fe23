import { Group, Text } from '@mantine/core';
import type { QueueChange, QueueJob } from '../../api/queue';
import { BusyButton } from '../../components/BusyButton';
import { StackingTable } from '../../components/StackingTable';
import { Tag } from '../../components/Tag';
import { When } from '../../components/When';
import { text } from '../../text';

const words = text.queue;

type Props = {
  readonly rows: readonly QueueJob[];
  /** The verification that is being changed. */
  readonly changing: string | null;
  readonly onChange: (change: QueueChange) => void;
};

/** A table of verifications that wait or run, each with buttons that put it back and cancel it. */
export function QueueTable({ rows, changing, onChange }: Props) {
  const button = (job: QueueJob, change: QueueChange['change'], label: string) => (
    <BusyButton
      variant="subtle"
      size="xs"
      {...(change === 'cancel' ? { c: 'var(--fail)' } : {})}
      disabled={changing === job.verificationId}
      onClick={() => onChange({ id: job.verificationId, change })}
    >
      {label}
      <span className="visuallyHidden"> {words.ofAccount(job.servers.join(', '))}</span>
    </BusyButton>
  );
  return (
    <StackingTable
      label={words.title}
      columns={words.columns}
      rows={rows}
      idOf={({ verificationId }) => verificationId}
      cells={[
        ({ account }) => (
          <Text span inherit fw={600}>
            {account.name}
          </Text>
        ),
        ({ kind, servers }) => (
          <>
            {kind === 'discovery' && `${words.discovery} `}
            <span className="mono">{servers.join(' ')}</span>
          </>
        ),
        ({ queuedAt }) => <When at={queuedAt} />,
        ({ state }) => <Tag tone="wait">{words.states[state]}</Tag>,
        ({ wait }) => wait?.text,
      ]}
      action={{
        heading: words.actions,
        of: (job) => (
          <Group gap={4} justify="flex-end">
            {button(job, 'put-back', words.putBack)}
            {button(job, 'cancel', words.cancel)}
          </Group>
        ),
      }}
    />
  );
}
