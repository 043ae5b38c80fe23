import { Skeleton, Stack } from '@mantine/core';
import { text } from '../first-text';

/** A placeholder that is shown while a page loads. */
export function LoadingPage() {
  return (
    <Stack p="xl" gap="md" role="status" aria-label={text.common.loading}>
      <Skeleton h={30} w="min(320px, 80%)" />
      <Skeleton h={18} w="min(520px, 100%)" />
      <Skeleton h={220} mt="md" />
    </Stack>
  );
}
