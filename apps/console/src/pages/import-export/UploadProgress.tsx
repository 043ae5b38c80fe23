import { Progress, Stack, Text } from '@mantine/core';
import type { ImportProgress } from '../../api/import-export';
import { text } from '../../text';

const words = text.importExport;

/** How far an import is: a bar, and the number of rows once they are being written. */
export function UploadProgress({ progress }: { readonly progress: ImportProgress }) {
  const isUpload = progress.phase === 'upload';
  const part = isUpload ? progress.part : progress.done / progress.all;
  const isWaiting = isUpload && part === 1;
  return (
    <Stack gap={4}>
      <Progress
        value={part * 100}
        animated={isWaiting}
        striped={isWaiting}
        aria-label={isUpload ? words.progress : words.rowsProgress}
      />
      {!isUpload && <Text size="sm">{words.rowsDone(progress.done, progress.all)}</Text>}
    </Stack>
  );
}
