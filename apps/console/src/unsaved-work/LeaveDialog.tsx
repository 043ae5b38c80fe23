import { Button, Group, Modal, Text } from '@mantine/core';
import { text } from '../text';

type Props = { readonly onReply: (mayLeave: boolean) => void };

/** The dialog that asks before unsaved input is discarded. */
export default function LeaveDialog({ onReply }: Props) {
  const words = text.unsavedWork;
  return (
    <Modal opened onClose={() => onReply(false)} title={words.title} centered zIndex={400}>
      <Text size="sm">{words.detail}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={() => onReply(false)} data-autofocus>
          {words.stay}
        </Button>
        <Button color="red.9" onClick={() => onReply(true)}>
          {words.leave}
        </Button>
      </Group>
    </Modal>
  );
}
