import { NativeSelect } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { accountsQuery } from '../api/accounts';
import { useActingAccount } from '../session/use-acting-account';
import { useMe } from '../session/use-me';
import { text } from '../text';

/** The field in which an operator chooses the account to act for. */
export default function AccountPicker() {
  const { account } = useMe();
  const actFor = useActingAccount();
  const { data } = useInfiniteQuery(accountsQuery);
  const known = data?.pages.flatMap((page) => page.data) ?? [];
  // The chosen account may be on a page of the list that is not loaded.
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
