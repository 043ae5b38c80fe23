import type { Finding } from '@postern/core/finding';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import {
  checkDraft,
  publishDraft,
  publishedBaseQuery,
  type AllowlistEntry,
  type DraftCheck,
  type ListToPublish,
  type PublishedBase,
} from '../../api/allowlist-draft';
import { entryOf } from './entry-of-finding';

/** A check with the list and the revision that it was made of. */
export type Checked = DraftCheck & { readonly list: ListToPublish; readonly base: PublishedBase };

/** The check of a list against the published revision, and its publication; `onPublished` gets the revision that follows. */
export function usePublishing(
  list: ListToPublish,
  base: PublishedBase,
  onPublished: (base: PublishedBase) => void,
) {
  const queries = useQueryClient();
  const readBase = () => queries.fetchQuery({ ...publishedBaseQuery, staleTime: 0 });
  const publish = useMutation({
    mutationFn: () => publishDraft(list, base),
    onSuccess: async () => {
      check.reset();
      onPublished(await readBase());
      await queries.invalidateQueries({ queryKey: ['allowlist'] });
    },
  });
  const check = useMutation({
    mutationFn: async ({ isFresh }: { readonly isFresh: boolean }): Promise<Checked> => {
      const against = isFresh ? await readBase() : base;
      return { ...(await checkDraft(list, against)), list, base: against };
    },
    onMutate: () => publish.reset(),
  });
  const checked = check.data ?? null;
  const findings = useMemo(() => (checked === null ? new Map() : findingsByEntry(checked)), [checked]);
  return {
    checked,
    /** Whether the list and the revision are still those of the check. */
    isCurrent: checked !== null && checked.list === list && checked.base.etag === base.etag,
    /** What the last check found about an entry, as long as the entry is the one that was checked. */
    findingsOf: (entry: AllowlistEntry): readonly Finding[] => findings.get(entry) ?? [],
    checking: check.isPending,
    publishing: publish.isPending,
    error: publish.error ?? check.error,
    publishedRevision: publish.data?.revision ?? null,
    onCheck: () => check.mutate({ isFresh: false }),
    onPublish: () => publish.mutate(),
    /** Reads the newest revision and checks against it. */
    onCompareAgain: () => check.mutate({ isFresh: true }),
    forgetPublished: publish.reset,
  };
}
export type Publishing = ReturnType<typeof usePublishing>;

function findingsByEntry({ findings, list }: Checked): ReadonlyMap<AllowlistEntry, readonly Finding[]> {
  const found = new Map<AllowlistEntry, Finding[]>();
  for (const finding of findings) {
    const entry = entryOf(finding, list);
    if (entry !== null) found.set(entry, [...(found.get(entry) ?? []), finding]);
  }
  return found;
}
