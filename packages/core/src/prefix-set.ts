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
  for (const family of [4, 6] as const) mergeFamily(familyOf(prefixes, family), family, merged);
  return merged;
}

/**
 * Works on the bytes of the addresses. Comparing and adding bigints made merging 100,000 IPv6 prefixes take more than
 * twice as long.
 */
function mergeFamily(prefixes: PrefixSet, family: 4 | 6, merged: Prefix[]): void {
  const bytes = addressBytes(prefixes, family);
  const size = addressBits(family) / 8;
  const kept = new Uint32Array(prefixes.length);
  const lengths = new Uint8Array(prefixes.length);
  let count = 0;
  for (const index of sortedIndexes(prefixes, bytes, size)) {
    const last = count - 1;
    if (count > 0 && sharesBits(bytes, kept[last]! * size, index * size, lengths[last]!)) continue;
    kept[count] = index;
    lengths[count] = prefixes[index]!.length;
    // Two neighbours of one length that differ in the last bit only are the halves of one prefix.
    while (
      count > 0 &&
      lengths[count - 1] === lengths[count] &&
      sharesBits(bytes, kept[count - 1]! * size, kept[count]! * size, lengths[count]! - 1)
    ) {
      count -= 1;
      lengths[count]! -= 1;
    }
    count += 1;
  }
  for (let at = 0; at < count; at += 1) {
    const prefix = prefixes[kept[at]!]!;
    const length = lengths[at]!;
    merged.push(length === prefix.length ? prefix : { family, value: prefix.value, length });
  }
}

/** Returns the addresses of prefixes of one family one after the other, in network byte order. */
function addressBytes(prefixes: PrefixSet, family: 4 | 6): DataView {
  const bytes = new DataView(new ArrayBuffer((prefixes.length * addressBits(family)) / 8));
  for (let index = 0; index < prefixes.length; index += 1) {
    const { value } = prefixes[index]!;
    if (family === 4) bytes.setUint32(index * 4, Number(value));
    else {
      bytes.setBigUint64(index * 16, value >> 64n);
      bytes.setBigUint64(index * 16 + 8, value);
    }
  }
  return bytes;
}

/** Returns the indexes of prefixes sorted by address, then by length: a radix sort, one byte at a time. */
function sortedIndexes(prefixes: PrefixSet, bytes: DataView, size: number): Uint32Array {
  let sorted = new Uint32Array(prefixes.length);
  const digits = new Uint8Array(prefixes.length);
  for (let index = 0; index < digits.length; index += 1) {
    sorted[index] = index;
    digits[index] = prefixes[index]!.length;
  }
  sorted = sortByDigit(sorted, digits);
  for (let offset = size - 1; offset >= 0; offset -= 1) {
    for (let index = 0; index < digits.length; index += 1) {
      digits[index] = bytes.getUint8(index * size + offset);
    }
    sorted = sortByDigit(sorted, digits);
  }
  return sorted;
}

/** Returns the indexes sorted by one digit each; those of equal digits stay in order. */
function sortByDigit(indexes: Uint32Array<ArrayBuffer>, digits: Uint8Array): Uint32Array<ArrayBuffer> {
  const ends = new Uint32Array(257);
  for (let at = 0; at < digits.length; at += 1) ends[digits[at]! + 1]! += 1;
  if (ends[(digits[0] ?? 0) + 1] === digits.length) return indexes; // All digits are the same.
  for (let digit = 0; digit < 256; digit += 1) ends[digit + 1]! += ends[digit]!;
  const sorted = new Uint32Array(indexes.length);
  for (let at = 0; at < indexes.length; at += 1) {
    const index = indexes[at]!;
    const digit = digits[index]!;
    sorted[ends[digit]!] = index;
    ends[digit]! += 1;
  }
  return sorted;
}

/** Whether the addresses at two offsets have the same leading bits. */
function sharesBits(bytes: DataView, a: number, b: number, count: number): boolean {
  let [at, left] = [0, count];
  for (; left >= 32; left -= 32, at += 4) {
    if (bytes.getUint32(a + at) !== bytes.getUint32(b + at)) return false;
  }
  return left === 0 || (bytes.getUint32(a + at) ^ bytes.getUint32(b + at)) >>> (32 - left) === 0;
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

/** The size of a set: counted addresses, and how many IPv6 prefixes of each length have more than 65,536 addresses. */
export type SetSize = {
  readonly addresses: number;
  /** The shortest prefix first. */
  readonly networks: readonly { readonly length: number; readonly count: number }[];
};

/** Returns the size of a set. */
export function measureSize(set: PrefixSet): SetSize {
  const isCounted = ({ family, length }: Prefix) => family === 4 || length >= 112;
  const lengths = set.filter((prefix) => !isCounted(prefix)).map(({ length }) => length);
  return {
    addresses: Number(countAddresses(set.filter(isCounted))),
    networks: [...new Set(lengths)]
      .sort((a, b) => a - b)
      .map((length) => ({ length, count: lengths.filter((each) => each === length).length })),
  };
}

/** Returns the size of a set in English words, e.g. `264 addresses and a /48`. */
export function describeSize(set: PrefixSet): string {
  const { addresses, networks } = measureSize(set);
  const parts = networks.map(({ length, count }) => {
    const article = /^(8\d?|11|18)$/.test(String(length)) ? 'an' : 'a';
    return count === 1 ? `${article} /${length}` : `${count} /${length}s`;
  });
  if (addresses > 0 || parts.length === 0)
    parts.unshift(addresses === 1 ? '1 address' : `${addresses.toLocaleString('en')} addresses`);
  return new Intl.ListFormat('en-GB').format(parts);
}

/** Returns the prefixes of one family in a set. */
export function familyOf(set: PrefixSet, family: 4 | 6): PrefixSet {
  return set.filter((prefix) => prefix.family === family);
}
