import { Button, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { exportSelected, type Selection } from '../../../api/bulk-changes';
import { problemOf } from '../../../api/client';
import type { ImportFormat } from '../../../api/import-export';
import { ProblemAlert } from '../../../components/ProblemAlert';
import { saveFile } from '../../../components/save-file';
import { text } from '../../../text';
import { choicesOf } from '../../../text/choices-of';

const words = text.bulk;

type Props = { readonly count: number; readonly selection: Selection; readonly onClose: () => void };

/** Exports the selected domains as a file that can be imported again. */
export default function ExportDialog({ count, selection, onClose }: Props) {
  const [format, setFormat] = useState<ImportFormat>('csv');
  const [lines, setLines] = useState(0);
  const download = useMutation({
    mutationFn: async () =>
      saveFile(await exportSelected(selection, format, setLines), `mail-settings.${format}`),
    onSuccess: onClose,
  });
  return (
    <Modal opened onClose={onClose} title={words.titles.export} centered>
      <Stack gap="sm">
        <NativeSelect
          label={words.format}
          value={format}
          data={choicesOf(words.formats)}
          onChange={(event) => setFormat(event.currentTarget.value as ImportFormat)}
          data-autofocus
        />
        <Text size="sm">{words.exportHelp}</Text>
        {download.isPending && (
          <Text size="sm" role="status">
            {words.exported(lines)}
          </Text>
        )}
        {download.isError && <ProblemAlert problem={problemOf(download.error)} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {text.common.cancel}
          </Button>
          <Button loading={download.isPending} onClick={() => download.mutate()}>
            {words.download(count)}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
