import { z } from 'zod';
import { allowlistEntrySchema, type AllowlistDocument, type AllowlistEntry } from './allowlist-document.js';

/** One difference between two revisions; a row can be read without the others. */
export const allowlistChangeSchema = z
  .object({
    revision: z
      .int()
      .meta({ description: 'The number of the allowlist revision that introduced the change.' }),
    change: z.enum(['added', 'removed', 'state']),
    entry: allowlistEntrySchema.meta({
      description: 'As it is in that revision; a removed one as it was before.',
    }),
    effectiveAt: z.iso.datetime(),
  })
  .meta({ id: 'AllowlistChange' });
export type AllowlistChange = z.infer<typeof allowlistChangeSchema>;

/**
 * What one revision changed: entries are the same if prefix, protocol and data centre are. `state` also covers moved
 * dates; a new note alone is no change. Sorted as in the documents, removed ones last.
 */
export function diffAllowlists(before: AllowlistDocument, after: AllowlistDocument): AllowlistChange[] {
  const { revision, publishedAt } = after;
  const known = new Map(before.entries.map((entry) => [entryKey(entry), entry]));
  const kept = new Set(after.entries.map(entryKey));
  const changes: AllowlistChange[] = [];
  for (const entry of after.entries) {
    const old = known.get(entryKey(entry));
    if (old !== undefined && sameLife(old, entry)) continue;
    const change = old === undefined ? 'added' : 'state';
    changes.push({ revision, change, entry, effectiveAt: lifeDate(entry) ?? publishedAt });
  }
  for (const entry of before.entries) {
    if (!kept.has(entryKey(entry)))
      changes.push({ revision, change: 'removed', entry, effectiveAt: publishedAt });
  }
  return changes;
}

function lifeDate({ state, activeFrom, retireAfter }: AllowlistEntry): string | null {
  if (state === 'announced') return activeFrom;
  return state === 'retiring' ? retireAfter : null;
}

function sameLife(a: AllowlistEntry, b: AllowlistEntry): boolean {
  return a.state === b.state && a.activeFrom === b.activeFrom && a.retireAfter === b.retireAfter;
}

/** What makes two entries of different revisions the same entry. */
export function entryKey({ cidr, protocol, dataCenter }: AllowlistEntry): string {
  return `${cidr} ${protocol} ${dataCenter ?? '*'}`;
}
