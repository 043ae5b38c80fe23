import { Button } from '@mantine/core';
import { text } from '../text';

type Paged = {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  fetchNextPage(): Promise<unknown>;
};

/** Fetches the next page of a list, as long as there is one. */
export function MoreButton({ list }: { readonly list: Paged }) {
  if (!list.hasNextPage) return null;
  return (
    <Button
      mt="md"
      variant="default"
      loading={list.isFetchingNextPage}
      onClick={() => void list.fetchNextPage()}
    >
      {text.common.more}
    </Button>
  );
}
