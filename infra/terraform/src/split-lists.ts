import { hashParts } from '@postern/firewall/hash-parts';
import type { AddressSet, RuleSet } from '@postern/firewall/rule-set';
import type { PrefixSet } from '@postern/core/prefix-set';

/** The prefixes of one set that stand in one resource of a cloud. */
export type ListPart = {
  /** Stays the same while lists are split, grow and shrink, e.g. `imap4`, `imap4-eu1`, `imap4.01`. */
  readonly key: string;
  /** Its place among the parts of its set, `''` for the first. */
  readonly slot: string;
  readonly prefixes: PrefixSet;
  /** Keys of the parts that take prefixes over when this one loses some: they must let these in before. */
  readonly after: readonly string[];
};

/**
 * Splits every set into parts of at most `limit` prefixes, by the key of the set. A prefix goes by its hash, so that one
 * prefix more changes one part. A part that is split keeps its key and its lower half; the upper half gets a part of its
 * own. Of several data centres, the first one’s parts come last, because they may have held the prefixes of all.
 */
export function splitLists(
  ruleSet: RuleSet,
  limit: number,
): ReadonlyMap<AddressSet['key'], readonly ListPart[]> {
  const slots = new Map(
    ruleSet.sets.map((set) => [set, hashParts(set.prefixes, limit).map(withSlot)] as const),
  );
  const keyOf = (set: AddressSet, slot: string) =>
    `${stableKey(ruleSet, set)}${slot === '' ? '' : `.${slot}`}`;
  return new Map(
    ruleSet.sets.map((set) => {
      const [first, ...others] = ruleSet.sets.filter(
        ({ origin, family }) => origin === set.origin && family === set.family,
      );
      const otherCenters = set === first ? others : [];
      const parts = slots.get(set)!.map(({ slot, prefixes }): ListPart => ({
        key: keyOf(set, slot),
        slot,
        prefixes,
        after: [
          ...slots.get(set)!.flatMap((part) => (parentOf(part.slot) === slot ? [keyOf(set, part.slot)] : [])),
          ...otherCenters.map((other) => keyOf(other, slots.get(other)![0]!.slot)),
        ],
      }));
      return [set.key, parts];
    }),
  );
}

/** The zeros at the end say nothing about who has been split: a part and its lower half have the same slot. */
function withSlot({ bits, prefixes }: { readonly bits: string; readonly prefixes: PrefixSet }) {
  return { slot: bits.replace(/0+$/, ''), prefixes };
}

/** The slot of the part that a part was split off from, null for the first part of a set. */
function parentOf(slot: string): string | null {
  return slot === '' ? null : slot.slice(0, -1).replace(/0+$/, '');
}

/**
 * The key of a set, without the data centre as long as there is only one: getting a data centre is then no reason to
 * replace a list.
 */
function stableKey({ sets }: RuleSet, { key, dataCenter }: AddressSet): string {
  const centers = new Set(sets.map((set) => set.dataCenter));
  return dataCenter !== null && centers.size === 1 ? key.slice(0, -dataCenter.length - 1) : key;
}
