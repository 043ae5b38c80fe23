import { Button, Group, Text } from '@mantine/core';
import { Notice } from '../../components/Notice';
import { text } from '../../text';

/** Says that somebody else changed the settings, and asks which ones to keep. */
export function StaleAlert({
  onReload,
  onOverwrite,
}: {
  readonly onReload: () => void;
  readonly onOverwrite: () => void;
}) {
  return (
    <Notice tone="warn" role="alert" title={text.panel.stale.title}>
      <Text size="sm">{text.panel.stale.detail}</Text>
      <Group mt="sm" gap="xs">
        <Button size="xs" variant="default" onClick={onReload}>
          {text.panel.stale.reload}
        </Button>
        <Button size="xs" variant="subtle" c="var(--warn)" onClick={onOverwrite}>
          {text.panel.stale.overwrite}
        </Button>
      </Group>
    </Notice>
  );
}

type DeletedProps = { readonly isAdding: boolean; readonly onAdd: () => void };

/** Says that somebody deleted the settings while they were edited, and offers to add them again. */
export function DeletedAlert({ isAdding, onAdd }: DeletedProps) {
  const words = text.panel.deleted;
  return (
    <Notice tone="warn" role="alert" title={words.title}>
      <Text size="sm">{words.detail}</Text>
      <Button mt="sm" size="xs" variant="default" loading={isAdding} onClick={onAdd}>
        {words.addAgain}
      </Button>
    </Notice>
  );
}
