import { hash32 } from '@postern/firewall/hash-parts';
import type { SourceRule } from './source-rules.js';

/** How many priorities the rules of a module spread over, from its first one. Azure has 100 to 4096 for all rules of a group. */
export const prioritySpan = 2000;

/**
 * The distance of each rule's priority from the first one, by the key of the rule: a hash of the key, so that it stays
 * the same whatever other rules there are, or what `given` says.
 */
export function priorityOffsets(
  rules: readonly Pick<SourceRule, 'key'>[],
  given: Readonly<Record<string, number>> = {},
): ReadonlyMap<string, number> {
  return new Map(
    rules.map(({ key }) => [key, Object.hasOwn(given, key) ? given[key]! : hash32(key) % prioritySpan]),
  );
}

/** Rules of one group with the same priority, which Azure refuses, and an offset that is free there. */
export type PriorityClash = { readonly keys: readonly [string, string]; readonly free: number };

/** The clashes among rules; `groupOf` tells which of them stand in the same group. */
export function priorityClashes(
  rules: readonly SourceRule[],
  offsets: ReadonlyMap<string, number>,
  groupOf: (rule: SourceRule) => string,
): PriorityClash[] {
  return [...Map.groupBy(rules, groupOf).values()].flatMap((inGroup) => {
    const owners = new Map<number, string>();
    const clashes: [string, string][] = [];
    for (const { key } of inGroup) {
      const owner = owners.get(offsets.get(key)!);
      if (owner === undefined) owners.set(offsets.get(key)!, key);
      else if (owner !== key) clashes.push([owner, key]);
    }
    const free = Array.from({ length: prioritySpan }, (_, offset) => offset).filter(
      (one) => !owners.has(one),
    );
    return clashes.map((keys, index) => ({ keys, free: free[index] ?? 0 }));
  });
}
