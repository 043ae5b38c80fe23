import { Button, Group, Modal, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { problemOf } from '../../api/client';
import { rotateToken, type NewToken, type Token } from '../../api/tokens';
import { ProblemAlert } from '../../components/ProblemAlert';
import { text } from '../../text';

type Props = {
  readonly token: Token | null;
  readonly onClose: () => void;
  readonly onRotated: (token: NewToken) => void;
};

/** Asks before a token gets a new secret. */
export function RotateDialog({ token, onClose, onRotated }: Props) {
  const words = text.tokens.rotation;
  const rotate = useMutation({ mutationFn: rotateToken, onSuccess: onRotated });
  const close = () => {
    rotate.reset();
    onClose();
  };
  return (
    <Modal opened={token !== null} onClose={close} title={words.title(token?.name ?? '')} centered>
      <Text size="sm">{words.detail}</Text>
      {rotate.error !== null && <ProblemAlert problem={problemOf(rotate.error)} />}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={close} data-autofocus>
          {text.common.cancel}
        </Button>
        <Button loading={rotate.isPending} onClick={() => token && rotate.mutate(token.id)}>
          {words.confirm}
        </Button>
      </Group>
    </Modal>
  );
}
