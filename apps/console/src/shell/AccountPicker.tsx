import { NativeSelect } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { accountsQuery } from '../api/accounts';
import { useActingAccount } from '../session/use-acting-account';
import { useMe } from '../session/use-me';
import { text } from '../text';

/** An operator acts for one account at a time; everything shown belongs to it. */
export function AccountPicker() {
  const { account } = useMe();
  const actFor = useActingAccount();
  const { data } = useInfiniteQuery(accountsQuery);
  const known = data?.pages.flatMap((page) => page.data) ?? [];
  // The chosen one may be on a page that was not read.
  const choices = account === null || known.some(({ id }) => id === account.id) ? known : [account, ...known];
  return (
    <NativeSelect
      aria-label={text.account.actFor}
      maw={220}
      size="sm"
      value={account?.id ?? ''}
      onChange={(event) => void actFor(event.currentTarget.value || null)}
      data={[
        { value: '', label: text.account.choose },
        ...choices.map(({ id, name }) => ({ value: id, label: text.account.of(name) })),
      ]}
    />
  );
}
