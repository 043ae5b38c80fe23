import { useCallback, useState } from 'react';
import type { Selection } from '../../../api/bulk-changes';
import type { ListFilters } from '../../../api/mail-settings';

const none: ReadonlySet<string> = new Set();

/** The selected domains of a list: some by name, or all that match its filters. Other filters select nothing. */
export function useSelection(filters: ListFilters, total: number) {
  const list = JSON.stringify(filters);
  const [state, setState] = useState({ list, names: none, isAll: false });
  const { names, isAll } = state.list === list ? state : { names: none, isAll: false };
  const toggle = useCallback(
    (domain: string) =>
      setState((before) => {
        const next = new Set(before.list === list ? before.names : none);
        if (!next.delete(domain)) next.add(domain);
        return { list, names: next, isAll: false };
      }),
    [list],
  );
  const selection: Selection = isAll
    ? { filter: filters }
    : { domains: [...names].map((domain) => ({ domain })) };
  return {
    isAll,
    has: (domain: string) => isAll || names.has(domain),
    count: isAll ? total : names.size,
    selection,
    toggle,
    selectAll: (isWanted: boolean) => setState({ list, names: none, isAll: isWanted }),
  };
}
