import type { RenderedFile } from './target.js';

/**
 * Something that a rendering makes on a device, e.g. an address, a group or a rule. Objects are made in order, what is
 * referred to first, and removed in reverse, so that a device never refuses to remove what is still in use.
 */
export type DeviceObject = {
  /** Tells the objects of one device apart; the same in every revision. */
  readonly id: string;
  readonly make: readonly string[];
  readonly remove: readonly string[];
};

/** The objects that only the first list has, in the order in which they can be removed. */
export function goneObjects(before: readonly DeviceObject[], after: readonly DeviceObject[]): DeviceObject[] {
  const kept = new Set(after.map(({ id }) => id));
  return distinctObjects(before)
    .filter(({ id }) => !kept.has(id))
    .reverse();
}

/** The objects without repetition; the first of an id counts. */
export function distinctObjects(objects: readonly DeviceObject[]): DeviceObject[] {
  const first = new Map<string, DeviceObject>();
  for (const object of objects) if (!first.has(object.id)) first.set(object.id, object);
  return [...first.values()];
}

/**
 * The files that remove objects, as `write` makes them: `gone` has what only the previous revision made, and is missing
 * without one; `remove` has everything.
 */
export function removalFiles(
  objects: readonly DeviceObject[],
  before: readonly DeviceObject[] | null,
  write: (kind: 'gone' | 'remove', removed: readonly DeviceObject[]) => RenderedFile,
): RenderedFile[] {
  return [
    ...(before === null ? [] : [write('gone', goneObjects(before, objects))]),
    write('remove', goneObjects([...objects, ...(before ?? [])], [])),
  ];
}
