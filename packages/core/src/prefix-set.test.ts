import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseIpAddress } from './ip-address.js';
import { formatPrefix, isPrefix, maskToPrefix, parseEntry, prefixHolds, type Prefix } from './prefix.js';
import {
  countAddresses,
  describeSize,
  findPrefix,
  lastAddress,
  mergePrefixes,
  prefixesOfRange,
  subtractPrefixes,
} from './prefix-set.js';

const prefixes = (...texts: string[]): Prefix[] =>
  texts.map((text) => {
    const parsed = parseEntry(text);
    if (!isPrefix(parsed)) throw new Error(`${text}: ${parsed.message}`);
    return parsed;
  });
const texts = (set: readonly Prefix[]) => set.map(formatPrefix);

/** Random prefixes from two small address ranges, so that many are adjacent, nested or halves of one prefix. */
const crowded = fc.oneof(
  fc
    .record({ low: fc.integer({ min: 0, max: 255 }), length: fc.integer({ min: 24, max: 32 }) })
    .map(({ low, length }) => maskToPrefix({ family: 4, value: 0xc0000200n + BigInt(low) }, length)),
  fc
    .record({ low: fc.integer({ min: 0, max: 255 }), length: fc.integer({ min: 120, max: 128 }) })
    .map(({ low, length }) => maskToPrefix({ family: 6, value: (0x20010db8n << 96n) + BigInt(low) }, length)),
);
const lists = fc.array(crowded, { maxLength: 24 });
const addresses = [
  ...Array.from({ length: 258 }, (_, low) => ({ family: 4 as const, value: 0xc00001ffn + BigInt(low) })),
  ...Array.from({ length: 258 }, (_, low) => ({
    family: 6 as const,
    value: (0x20010db8n << 96n) - 1n + BigInt(low),
  })),
];
const holds = (list: readonly Prefix[], address: (typeof addresses)[number]) =>
  list.some((prefix) => prefixHolds(prefix, address));

describe('merging prefixes', () => {
  test('merging joins two halves, removes nested prefixes and never joins IPv4 with IPv6', () => {
    const list = [
      '192.0.2.128/25',
      '192.0.2.0/26',
      '192.0.2.64/26',
      '192.0.2.7',
      '2001:db8::1',
      '2001:db8::/128',
    ];
    expect(texts(mergePrefixes(prefixes(...list)))).toEqual(['192.0.2.0/24', '2001:db8::/127']);
  });

  test('merging does not join adjacent prefixes that are not the halves of one prefix', () => {
    expect(texts(mergePrefixes(prefixes('192.0.2.64/26', '192.0.2.128/26')))).toEqual([
      '192.0.2.64/26',
      '192.0.2.128/26',
    ]);
  });

  test('a merged set is sorted, disjoint and minimal, and contains exactly the addresses of its input', () => {
    fc.assert(
      fc.property(lists, (list) => {
        const merged = mergePrefixes(list);
        const wrong = addresses.filter(
          (address) => (findPrefix(merged, address) !== null) !== holds(list, address),
        );
        expect(wrong).toEqual([]);
        for (const [index, prefix] of merged.entries()) {
          const next = merged[index + 1];
          if (next?.family !== prefix.family) continue;
          expect(next.value > lastAddress(prefix)).toBe(true);
          expect(
            next.length === prefix.length && maskToPrefix(next, next.length - 1).value === prefix.value,
          ).toBe(false);
        }
        expect(mergePrefixes([...merged].reverse())).toEqual(merged);
      }),
    );
  });
});

test('subtracting two sets leaves the addresses that are in the first and not in the second', () => {
  fc.assert(
    fc.property(lists, lists, (from, without) => {
      const left = subtractPrefixes(from, without);
      const wanted = (address: (typeof addresses)[number]) =>
        holds(from, address) && !holds(without, address);
      expect(addresses.filter((address) => (findPrefix(left, address) !== null) !== wanted(address))).toEqual(
        [],
      );
      expect(mergePrefixes(left)).toEqual(left);
    }),
  );
});

test('the first and the last address of IPv4 and IPv6 can be merged and subtracted', () => {
  const set = mergePrefixes(prefixes('0.0.0.0/1', '255.255.255.255', 'ffff::/16'));
  for (const [address, isIn] of [
    ['0.0.0.0', true],
    ['127.255.255.255', true],
    ['128.0.0.0', false],
    ['255.255.255.255', true],
    ['::', false],
    ['ffff::', true],
  ] as const) {
    expect(findPrefix(set, parseIpAddress(address)!) !== null).toBe(isIn);
  }
  expect(countAddresses(set)).toBe(2n ** 31n + 1n + 2n ** 112n);
});

test('merging an empty list gives an empty set, and looking up an address in it gives null', () => {
  expect(mergePrefixes([])).toEqual([]);
  expect(findPrefix([], parseIpAddress('192.0.2.1')!)).toBeNull();
  expect(subtractPrefixes([], prefixes('192.0.2.0/24'))).toEqual([]);
});

test('a range of addresses becomes the fewest prefixes that cover exactly this range', () => {
  expect(texts(prefixesOfRange(4, 0xc0000201n, 0xc0000206n))).toEqual([
    '192.0.2.1/32',
    '192.0.2.2/31',
    '192.0.2.4/31',
    '192.0.2.6/32',
  ]);
  expect(texts(prefixesOfRange(6, 0n, 2n ** 127n - 1n))).toEqual(['::/1']);
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 300 }), (start, size) => {
      const first = 0xc0000200n + BigInt(start);
      const range = prefixesOfRange(4, first, first + BigInt(size));
      const single = Array.from({ length: size + 1 }, (_, index) => ({
        family: 4 as const,
        value: first + BigInt(index),
        length: 32,
      }));
      expect(range).toEqual(mergePrefixes(single));
    }),
  );
});

test('sorts IPv6 prefixes that have equal leading bits, beside one that is very different', () => {
  const near = Array.from(
    { length: 3000 },
    (_, index) => `2001:db8:0:${((index * 7919) % 3000).toString(16)}::/65`,
  );
  const sorted = mergePrefixes(prefixes(...near, '3fff::/64'));
  expect(sorted).toHaveLength(3001);
  expect(sorted.every(({ value }, index) => index === 0 || sorted[index - 1]!.value < value)).toBe(true);
});

test.each([
  ['', '0 addresses'],
  ['192.0.2.1/32', '1 address'],
  ['192.0.2.0/24', '256 addresses'],
  ['10.0.0.0/8', '16,777,216 addresses'],
  ['2001:db8::1/128', '1 address'],
  ['2001:db8::/112', '65,536 addresses'],
  ['2001:db8::/111', 'a /111'],
  ['2001:db8::/48', 'a /48'],
  ['2000::/8', 'an /8'],
  ['2000::/18', 'an /18'],
  ['2001:db8::/80', 'an /80'],
  ['2001:db8:1::/48 2001:db8:3::/48', '2 /48s'],
  ['192.0.2.0/30 2001:db8::/48', '4 addresses and a /48'],
  ['192.0.2.0/30 2001:db8:1::/64 2001:db8:2::/48', '4 addresses, a /48 and a /64'],
])('describes the size of the set "%s" as "%s"', (list, size) => {
  const set = prefixes(...list.split(' ').filter(Boolean));
  expect(describeSize(set)).toBe(size);
});
