import { Button, Group, Modal, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { problemOf } from '../../api/client';
import { deleteSettings, settingsKey, type MailSettings } from '../../api/mail-settings';
import { ProblemAlert } from '../../components/ProblemAlert';
import { text } from '../../text';

type Props = {
  readonly settings: MailSettings;
  readonly onDeleted: (settings: MailSettings) => void;
  readonly onClose: () => void;
};

/** Asks before a domain's settings are deleted, and says what is not affected. */
export default function DeleteDialog({ settings, onDeleted, onClose }: Props) {
  const queries = useQueryClient();
  const words = text.mailSettings.deletion;
  const removal = useMutation({
    mutationFn: deleteSettings,
    onSuccess: () => {
      close();
      onDeleted(settings);
      return queries.invalidateQueries({ queryKey: settingsKey });
    },
  });
  const close = () => {
    removal.reset();
    onClose();
  };
  const reload = async () => {
    await queries.invalidateQueries({ queryKey: settingsKey });
    close();
  };
  return (
    <Modal opened onClose={close} title={words.title(settings.displayDomain)} centered>
      <Text size="sm" mb="md">
        {words.detail}
      </Text>
      {removal.isError && <ProblemAlert problem={problemOf(removal.error)} onRetry={() => void reload()} />}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={close} data-autofocus>
          {text.common.cancel}
        </Button>
        <Button color="red.9" loading={removal.isPending} onClick={() => removal.mutate(settings)}>
          {words.confirm}
        </Button>
      </Group>
    </Modal>
  );
}
