import { useQueryClient } from '@tanstack/react-query';
import { setActingAccount } from './acting-account';

/** Chooses the account an operator acts for, `null` for none; all that was read for another one is read anew. */
export function useActingAccount(): (id: string | null) => Promise<void> {
  const queries = useQueryClient();
  return async (id) => {
    setActingAccount(id);
    await queries.resetQueries();
  };
}
