import type { IpAddress } from './ip-address.js';
import { addressBits, type Prefix } from './prefix.js';

/**
 * A list of prefixes, sorted by family and address, disjoint, and with the fewest prefixes that cover the same
 * addresses.
 */
export type PrefixSet = readonly Prefix[];

const powers = Array.from({ length: 129 }, (_, exponent) => 1n << BigInt(exponent));

/** Compares two prefixes for sorting: IPv4 before IPv6, then by address, then the shorter prefix length first. */
export function comparePrefixes(a: Prefix, b: Prefix): number {
  if (a.family !== b.family) return a.family - b.family;
  if (a.value !== b.value) return a.value < b.value ? -1 : 1;
  return a.length - b.length;
}

/** Returns the last address of a prefix. Its first address is `value`. */
export function lastAddress(prefix: Prefix): bigint {
  return prefix.value + powers[addressBits(prefix.family) - prefix.length]! - 1n;
}

/**
 * Returns the set of exactly the addresses in the given prefixes: duplicates and nested prefixes are removed, and
 * two halves of a prefix are joined. The result never covers another address.
 */
export function mergePrefixes(prefixes: readonly Prefix[]): PrefixSet {
  const merged: Prefix[] = [];
  for (const family of [4, 6] as const) mergeFamily(prefixes, family, merged);
  return merged;
}

function mergeFamily(prefixes: readonly Prefix[], family: 4 | 6, merged: Prefix[]): void {
  const floor = merged.length; // The prefixes before this index are of the other family.
  let last = -1n;
  for (const prefix of family === 4 ? outermostIpv4(prefixes) : sortedIpv6(prefixes)) {
    if (prefix.value <= last) continue;
    merged.push(prefix);
    joinHalves(merged, floor);
    last = lastAddress(merged[merged.length - 1]!);
  }
}

/** Joins the last two prefixes of a sorted list while they are the two halves of one prefix. */
function joinHalves(merged: Prefix[], floor: number): void {
  while (merged.length - floor > 1) {
    const upper = merged[merged.length - 1]!;
    const lower = merged[merged.length - 2]!;
    if (lower.length !== upper.length) return;
    const half = powers[addressBits(upper.family) - upper.length]!;
    if ((lower.value ^ upper.value) !== half) return;
    merged.length -= 2;
    merged.push({ family: lower.family, value: lower.value, length: lower.length - 1 });
  }
}

/**
 * Returns the IPv4 prefixes sorted and without nested ones. Sorts plain numbers made of address and length (38
 * bits).
 */
function outermostIpv4(prefixes: readonly Prefix[]): Prefix[] {
  const own = prefixes.filter(({ family }) => family === 4);
  const keys = new Float64Array(own.length);
  for (let index = 0; index < keys.length; index += 1) {
    keys[index] = Number(own[index]!.value) * 64 + own[index]!.length;
  }
  const outermost: Prefix[] = [];
  let last = -1;
  for (const key of keys.sort()) {
    const value = Math.floor(key / 64);
    if (value <= last) continue;
    const length = key - value * 64;
    last = value + 2 ** (32 - length) - 1;
    outermost.push({ family: 4, value: BigInt(value), length });
  }
  return outermost;
}

/**
 * Returns the IPv6 prefixes sorted, up to 2^20 of them. Sorts plain numbers made of 32 address bits that differ and
 * the prefix's index; equal ones are then sorted by the whole address. Comparing bigints took four times as long.
 */
function sortedIpv6(prefixes: readonly Prefix[]): readonly Prefix[] {
  const own = prefixes.filter(({ family }) => family === 6);
  if (own.length > 2 ** 20) return own.sort(comparePrefixes);
  const keys = leadingBits(own);
  for (let index = 0; index < keys.length; index += 1) keys[index] = keys[index]! * 2 ** 20 + index;
  const sorted: Prefix[] = [];
  let [run, runBits] = [0, -1];
  for (const key of keys.sort()) {
    const bits = Math.floor(key / 2 ** 20);
    if (bits !== runBits) {
      sortRun(sorted, run);
      [run, runBits] = [sorted.length, bits];
    }
    sorted.push(own[key - bits * 2 ** 20]!);
  }
  sortRun(sorted, run);
  return sorted;
}

/** Returns 32 bits of each prefix's address, starting at the first bit in which the addresses differ. */
function leadingBits(prefixes: readonly Prefix[]): Float64Array {
  let [lowest, highest] = [prefixes[0]?.value ?? 0n, 0n];
  for (const { value } of prefixes) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  const shift = BigInt(Math.max(0, (highest - lowest).toString(2).length - 32));
  const bits = new Float64Array(prefixes.length);
  for (let index = 0; index < bits.length; index += 1) {
    bits[index] = Number((prefixes[index]!.value - lowest) >> shift);
  }
  return bits;
}

/** Sorts the elements of a list from an index to the end. */
function sortRun(sorted: Prefix[], start: number): void {
  if (sorted.length - start < 2) return;
  const run = sorted.slice(start).sort(comparePrefixes);
  for (let offset = 0; offset < run.length; offset += 1) sorted[start + offset] = run[offset]!;
}

/** Returns the set of the addresses that are in the first list and not in the second. */
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

/** Returns the prefix of a set that contains an address; `null` if there is none. Uses binary search. */
export function findPrefix(set: PrefixSet, address: IpAddress): Prefix | null {
  const found = set[indexFrom(set, address)];
  return found !== undefined && found.family === address.family && found.value <= address.value
    ? found
    : null;
}

/** Returns the index of the first prefix in a set whose last address is not before the given address. */
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

/**
 * Returns the fewest prefixes that cover exactly the addresses from `first` to `last`, which must not be before
 * `first`.
 */
export function prefixesOfRange(family: 4 | 6, first: bigint, last: bigint): PrefixSet {
  const bits = addressBits(family);
  const prefixes: Prefix[] = [];
  let value = first;
  while (value <= last) {
    let length = bits as number;
    // Doubles the block while its start stays aligned and its end is not after `last`.
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

/** Returns the number of addresses in a set. */
export function countAddresses(set: PrefixSet): bigint {
  return set.reduce((sum, { family, length }) => sum + powers[addressBits(family) - length]!, 0n);
}

/**
 * Returns the size of a set in words, e.g. `264 addresses and a /48`. An IPv6 prefix of more than 65,536 addresses
 * is named by its length; other addresses are counted.
 */
export function describeSize(set: PrefixSet): string {
  const isCounted = ({ family, length }: Prefix) => family === 4 || length >= 112;
  const counted = countAddresses(set.filter(isCounted));
  const lengths = set.filter((prefix) => !isCounted(prefix)).map(({ length }) => length);
  const parts = [...new Set(lengths)]
    .sort((a, b) => a - b)
    .map((length) => {
      const count = lengths.filter((each) => each === length).length;
      const article = /^(8\d?|11|18)$/.test(String(length)) ? 'an' : 'a';
      return count === 1 ? `${article} /${length}` : `${count} /${length}s`;
    });
  if (counted > 0n || parts.length === 0)
    parts.unshift(counted === 1n ? '1 address' : `${counted.toLocaleString('en')} addresses`);
  return new Intl.ListFormat('en-GB').format(parts);
}

/** Returns the prefixes of one family in a set. */
export function familyOf(set: PrefixSet, family: 4 | 6): PrefixSet {
  return set.filter((prefix) => prefix.family === family);
}
