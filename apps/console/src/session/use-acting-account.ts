import { useQueryClient } from '@tanstack/react-query';
import { mayLeave } from '../unsaved-work/unsaved-work';
import { setActingAccount } from './acting-account';

/** Chooses the account that an operator acts for, `null` for none, and reads everything again; asks about unsaved work before. */
export function useActingAccount(): (id: string | null) => Promise<void> {
  const queries = useQueryClient();
  return async (id) => {
    if (!(await mayLeave())) return;
    setActingAccount(id);
    await queries.resetQueries();
  };
}
