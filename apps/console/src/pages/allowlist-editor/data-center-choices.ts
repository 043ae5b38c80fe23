import type { DataCenter } from '@postern/core/allowlist-document';
import { text } from '../../text';

type Choice = { readonly value: string; readonly label: string };

/** The choices of a data centre; the empty value means every one. `chosen` is a choice even if the list does not have it. */
export function dataCenterChoices(dataCenters: readonly DataCenter[], chosen: string | null): Choice[] {
  const known = dataCenters.map(({ id, label }) => ({ value: id, label: `${label} (${id})` }));
  const isKnown = chosen === null || dataCenters.some(({ id }) => id === chosen);
  return [
    { value: '', label: text.allowlistEditor.everyDataCenter },
    ...known,
    ...(isKnown ? [] : [{ value: chosen, label: chosen }]),
  ];
}
