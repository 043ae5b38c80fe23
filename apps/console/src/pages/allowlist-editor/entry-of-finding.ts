import type { Finding } from '@postern/core/finding';
import type { AllowlistEntry, ListToPublish } from '../../api/allowlist-draft';

/** The entry of the checked list that a finding is about; null if it is about the whole list or about a removed entry. */
export function entryOf({ path }: Finding, { entries }: ListToPublish): AllowlistEntry | null {
  const [, index] = /^entries\[(\d+)\]/.exec(path ?? '') ?? [];
  return index === undefined ? null : (entries[Number(index)] ?? null);
}
