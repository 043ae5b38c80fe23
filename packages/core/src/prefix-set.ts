import type { IpAddress } from './ip-address.js';
import { addressBits, type Prefix } from './prefix.js';

/** A list of prefixes that is sorted by family and address, disjoint, and as short as it can be without loss. */
export type PrefixSet = readonly Prefix[];

const powers = Array.from({ length: 129 }, (_, exponent) => 1n << BigInt(exponent));

/** IPv4 before IPv6, then by address, then the wider prefix first. */
export function comparePrefixes(a: Prefix, b: Prefix): number {
  if (a.family !== b.family) return a.family - b.family;
  if (a.value !== b.value) return a.value < b.value ? -1 : 1;
  return a.length - b.length;
}

/** The last address of a prefix; the first is its `value`. */
export function lastAddress(prefix: Prefix): bigint {
  return prefix.value + powers[addressBits(prefix.family) - prefix.length]! - 1n;
}

/**
 * The set that holds exactly the addresses of the given prefixes: duplicates and what lies inside another go, two
 * halves become their whole. Never widens.
 */
export function mergePrefixes(prefixes: readonly Prefix[]): PrefixSet {
  const merged: Prefix[] = [];
  let last = -1n;
  for (const prefix of sortPrefixes(prefixes)) {
    const top = merged.at(-1);
    if (top !== undefined && top.family === prefix.family && prefix.value <= last) continue;
    merged.push(prefix);
    joinHalves(merged);
    last = lastAddress(merged.at(-1)!);
  }
  return merged;
}

/** Joins the two prefixes at the end of a sorted list as long as they are the halves of one. */
function joinHalves(merged: Prefix[]): void {
  for (;;) {
    const upper = merged.at(-1)!;
    const lower = merged.at(-2);
    if (lower === undefined || lower.length !== upper.length || lower.family !== upper.family) return;
    const half = powers[addressBits(upper.family) - upper.length]!;
    if ((lower.value ^ upper.value) !== half) return;
    merged.length -= 2;
    merged.push({ family: lower.family, value: lower.value, length: lower.length - 1 });
  }
}

/** Sorts by `comparePrefixes`. */
function sortPrefixes(prefixes: readonly Prefix[]): Prefix[] {
  const byFamily = ([4, 6] as const).map((family) => prefixes.filter((prefix) => prefix.family === family));
  return byFamily.flatMap((own) => (own.length > 2 ** 20 ? own.sort(comparePrefixes) : sortFamily(own)));
}

/**
 * Sorts at most 2^20 prefixes of one family as plain numbers: the 32 bits that tell their addresses apart, then their
 * index. What is equal there is sorted again by the whole. Comparing bigints took four times as long.
 */
function sortFamily(prefixes: readonly Prefix[]): Prefix[] {
  let [lowest, highest] = [prefixes[0]?.value ?? 0n, 0n];
  for (const { value } of prefixes) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  const shift = BigInt(Math.max(0, (highest - lowest).toString(2).length - 32));
  const keys = new Float64Array(prefixes.length);
  for (let index = 0; index < prefixes.length; index += 1) {
    keys[index] = Number((prefixes[index]!.value - lowest) >> shift) * 2 ** 20 + index;
  }
  keys.sort();
  const sorted = Array.from(keys, (key) => prefixes[key % 2 ** 20]!);
  for (let start = 0; start < sorted.length;) {
    const bits = Math.floor(keys[start]! / 2 ** 20);
    let end = start + 1;
    while (end < sorted.length && Math.floor(keys[end]! / 2 ** 20) === bits) end += 1;
    if (end - start > 1) {
      const run = sorted.slice(start, end).sort(comparePrefixes);
      for (let offset = 0; offset < run.length; offset += 1) sorted[start + offset] = run[offset]!;
    }
    start = end;
  }
  return sorted;
}

/** The addresses that are in the first list and not in the second, as a set. */
export function subtractPrefixes(from: readonly Prefix[], without: readonly Prefix[]): PrefixSet {
  const holes = mergePrefixes(without);
  return mergePrefixes(from).flatMap((prefix) => carve(prefix, overlapping(holes, prefix)));
}

function carve(prefix: Prefix, holes: PrefixSet): Prefix[] {
  if (holes.length === 0) return [prefix];
  if (holes[0]!.length <= prefix.length) return [];
  const length = prefix.length + 1;
  const { family, value } = prefix;
  const lower: Prefix = { family, value, length };
  const upper: Prefix = { family, value: value + powers[addressBits(family) - length]!, length };
  return [lower, upper].flatMap((half) => carve(half, overlapping(holes, half)));
}

function overlapping(set: PrefixSet, prefix: Prefix): PrefixSet {
  const last = lastAddress(prefix);
  const start = indexFrom(set, prefix);
  let end = start;
  while (end < set.length && set[end]!.family === prefix.family && set[end]!.value <= last) end += 1;
  return set.slice(start, end);
}

/** The prefix of a set that holds an address, `null` if none does. Binary search. */
export function findPrefix(set: PrefixSet, address: IpAddress): Prefix | null {
  const found = set[indexFrom(set, address)];
  return found !== undefined && found.family === address.family && found.value <= address.value
    ? found
    : null;
}

/** The index of the first prefix that ends at or after an address. */
function indexFrom(set: PrefixSet, { family, value }: IpAddress): number {
  let low = 0;
  let high = set.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const prefix = set[middle]!;
    const isBefore = prefix.family === family ? lastAddress(prefix) < value : prefix.family < family;
    if (isBefore) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The fewest prefixes that hold exactly the addresses from `first` to `last`, which is not before it. */
export function prefixesOfRange(family: 4 | 6, first: bigint, last: bigint): PrefixSet {
  const bits = addressBits(family);
  const prefixes: Prefix[] = [];
  let value = first;
  while (value <= last) {
    let length = bits as number;
    // Twice as wide as long as the block still starts and ends where it may.
    while (
      length > 0 &&
      value % powers[bits - length + 1]! === 0n &&
      value + powers[bits - length + 1]! - 1n <= last
    )
      length -= 1;
    prefixes.push({ family, value, length });
    value += powers[bits - length]!;
  }
  return prefixes;
}

/** How many addresses a set holds. */
export function countAddresses(set: PrefixSet): bigint {
  return set.reduce((sum, { family, length }) => sum + powers[addressBits(family) - length]!, 0n);
}

/** The prefixes of one family. */
export function familyOf(set: PrefixSet, family: 4 | 6): PrefixSet {
  return set.filter((prefix) => prefix.family === family);
}
