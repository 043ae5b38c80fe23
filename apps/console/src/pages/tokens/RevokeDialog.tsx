import { Button, Group, Modal, Text } from '@mantine/core';
import type { ProblemDocument } from '@postern/client/problem-error';
import type { Token } from '../../api/tokens';
import { ProblemAlert } from '../../components/ProblemAlert';
import { text } from '../../text';

type Props = {
  readonly token: Token | null;
  readonly isOwn: boolean;
  readonly submitError: ProblemDocument | null;
  readonly loading: boolean;
  readonly onClose: () => void;
  readonly onConfirm: (token: Token) => void;
};

/** Asks before a token is revoked, which ends the sessions of everyone who uses it. */
export function RevokeDialog({ token, isOwn, submitError, loading, onClose, onConfirm }: Props) {
  const words = text.tokens.revocation;
  return (
    <Modal opened={token !== null} onClose={onClose} title={words.title(token?.name ?? '')} centered>
      <Text size="sm">{isOwn ? words.own : words.detail}</Text>
      {submitError && <ProblemAlert problem={submitError} />}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          {text.common.cancel}
        </Button>
        <Button color="red.9" loading={loading} onClick={() => token && onConfirm(token)}>
          {words.confirm}
        </Button>
      </Group>
    </Modal>
  );
}
