import { Button, Group, Modal, Text } from '@mantine/core';
import type { ProblemDocument } from '@postern/client/problem-error';
import type { CertificateAuthority } from '../../api/certificate-authorities';
import { ProblemAlert } from '../../components/ProblemAlert';
import { text } from '../../text';

type Props = {
  readonly authority: CertificateAuthority | null;
  readonly submitError: ProblemDocument | null;
  readonly loading: boolean;
  readonly onClose: () => void;
  readonly onConfirm: (authority: CertificateAuthority) => void;
};

/** Asks before a certificate authority is deleted, because the domains that need it fail from then on. */
export function DeleteAuthorityDialog({ authority, submitError, loading, onClose, onConfirm }: Props) {
  const words = text.authorities.deletion;
  return (
    <Modal opened={authority !== null} onClose={onClose} title={words.title(authority?.name ?? '')} centered>
      <Text size="sm">{words.detail}</Text>
      {submitError && <ProblemAlert problem={submitError} />}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          {text.common.cancel}
        </Button>
        <Button color="red.9" loading={loading} onClick={() => authority && onConfirm(authority)}>
          {words.confirm}
        </Button>
      </Group>
    </Modal>
  );
}
