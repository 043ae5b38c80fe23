import { z } from 'zod';
import { allowlistEntrySchema, type AllowlistDocument, type AllowlistEntry } from './allowlist-document.js';

/** One difference between two revisions of the allowlist. Each difference can be read without the others. */
export const allowlistChangeSchema = z
  .object({
    revision: z
      .int()
      .meta({ description: 'The number of the allowlist revision that introduced the change.' }),
    change: z.enum(['added', 'removed', 'state']),
    entry: allowlistEntrySchema.meta({
      description: 'The entry in that revision; a removed entry as it was in the revision before.',
    }),
    effectiveAt: z.iso.datetime(),
  })
  .meta({ id: 'AllowlistChange' });
export type AllowlistChange = z.infer<typeof allowlistChangeSchema>;

/**
 * Returns what one revision of the allowlist changed. Two entries are the same if prefix, protocol and data centre
 * are equal. The change `state` includes changed dates; a changed note is not reported. The result is sorted as the
 * documents are, with removed entries last.
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

/**
 * Returns the key of an allowlist entry. Two entries of different revisions are the same entry if their keys are
 * equal.
 */
export function entryKey({ cidr, protocol, dataCenter }: AllowlistEntry): string {
  return `${cidr} ${protocol} ${dataCenter ?? '*'}`;
}
