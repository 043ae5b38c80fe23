import { NativeSelect } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { accountsQuery } from '../api/accounts';
import { actingAccount, setActingAccount } from '../session/acting-account';
import { text } from '../text';

/** An operator acts for one account at a time; everything shown belongs to it. */
export function AccountPicker() {
  const queries = useQueryClient();
  const { data } = useQuery(accountsQuery);
  const accounts = data?.data ?? [];
  const choose = async (id: string) => {
    setActingAccount(id === '' ? null : id);
    await queries.resetQueries();
  };
  return (
    <NativeSelect
      aria-label={text.account.actFor}
      size="sm"
      miw={0}
      value={actingAccount() ?? ''}
      onChange={(event) => void choose(event.currentTarget.value)}
      data={[
        { value: '', label: text.account.choose },
        ...accounts.map(({ id, name }) => ({ value: id, label: name })),
      ]}
    />
  );
}
