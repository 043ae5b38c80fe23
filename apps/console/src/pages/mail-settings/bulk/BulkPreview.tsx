import { Button, Group, Stack, Text } from '@mantine/core';
import type { BulkAction, BulkPreview as Preview } from '../../../api/bulk-changes';
import { StackingTable } from '../../../components/StackingTable';
import { text } from '../../../text';

const words = text.bulk;

type Props = {
  readonly action: BulkAction;
  readonly preview: Preview;
  readonly loading: boolean;
  /** Returns to the form; null if there is none. */
  readonly onBack: (() => void) | null;
  readonly onCancel: () => void;
  readonly onConfirm: () => void;
};

/** How many domains would change, the first of them, and the button that begins. */
export function BulkPreview({ action, preview, loading, onBack, onCancel, onConfirm }: Props) {
  const { action: name } = action;
  const { domains, first, selected } = preview;
  const skipped = selected - domains.length;
  return (
    <Stack gap="sm">
      <Text fw={600} role="status">
        {domains.length === 0 ? words.nothing[name] : words.would[name](domains.length)}
      </Text>
      {domains.length > 0 && skipped > 0 && <Text size="sm">{words.skipped[name](skipped)}</Text>}
      {domains.length > 0 && (
        <>
          {action.action === 'set-host' ? (
            <HostTable action={action} first={first} />
          ) : (
            <StackingTable
              label={words.first}
              columns={[words.columns.domain]}
              rows={first}
              idOf={({ domain }) => domain}
              cells={[({ displayDomain }) => displayDomain]}
            />
          )}
          {domains.length > first.length && (
            <Text size="sm" className="soft">
              {words.more(domains.length - first.length)}
            </Text>
          )}
          <Text size="sm">{name === 'delete' ? words.deleteHelp : words.changedMeanwhile}</Text>
        </>
      )}
      <Group justify="flex-end">
        {onBack && (
          <Button variant="default" onClick={onBack}>
            {words.back}
          </Button>
        )}
        <Button variant="default" onClick={onCancel} data-autofocus>
          {text.common.cancel}
        </Button>
        {domains.length > 0 && (
          <Button color={name === 'delete' ? 'red.9' : undefined} loading={loading} onClick={onConfirm}>
            {words.confirm[name](domains.length)}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

type HostTableProps = {
  readonly action: Extract<BulkAction, { action: 'set-host' }>;
  readonly first: Preview['first'];
};

function HostTable({ action, first }: HostTableProps) {
  const { domain, server, from, to } = words.columns;
  return (
    <StackingTable
      label={words.first}
      columns={[domain, server, from, to]}
      rows={first}
      idOf={(row) => row.domain}
      cells={[
        (row) => row.displayDomain,
        (row) => row.servers.map((name) => name.toUpperCase()).join(', '),
        () => action.from.trim(),
        () => action.to.trim(),
      ]}
    />
  );
}
