import { entryKey } from '@postern/core/allowlist-diff';
import type { DataCenter } from '@postern/core/allowlist-document';
import type { AllowlistEntry, ListToPublish, PublishedBase } from '../../api/allowlist-draft';

/** An entry with a number that stays the same when the entry is changed or moved. */
export type Row = { readonly id: number; readonly entry: AllowlistEntry };

/** The list as the operator has changed it so far. Its entries are valid; a wrong line never gets here. */
export type Draft = { readonly dataCenters: readonly DataCenter[]; readonly rows: readonly Row[] };

let lastId = 0;

function rowOf(entry: AllowlistEntry): Row {
  lastId += 1;
  return { id: lastId, entry };
}

/** The draft to begin with: the published list, or nothing if that is the sample, which is the list of another vendor. */
export function draftOf({ document, isSample }: PublishedBase): Draft {
  if (isSample) return { dataCenters: [], rows: [] };
  return { dataCenters: document.dataCenters, rows: document.entries.map(rowOf) };
}

export function listOf({ dataCenters, rows }: Draft): ListToPublish {
  return { dataCenters, entries: rows.map(({ entry }) => entry) };
}

/** Adds entries before all others; one with the prefix, protocol and data centre of an entry in the draft takes its place. */
export function addEntries(
  { dataCenters, rows }: Draft,
  { entries, dataCenters: further }: ListToPublish,
): Draft {
  const added = new Map(entries.map((entry) => [entryKey(entry), entry]));
  const kept = rows.map((row) => {
    const key = entryKey(row.entry);
    const entry = added.get(key);
    added.delete(key);
    return entry === undefined ? row : { ...row, entry };
  });
  const known = new Set(dataCenters.map(({ id }) => id));
  return {
    dataCenters: [...dataCenters, ...further.filter(({ id }) => !known.has(id))],
    rows: [...[...added.values()].map(rowOf), ...kept],
  };
}
