import { describe, expect, test } from '@jest/globals';
import { parseIpAddress } from './ip-address.js';
import { formatPrefix, isPrefix, maskToPrefix, parseEntry, parsePrefix, prefixHolds } from './prefix.js';

describe('a prefix is read strictly', () => {
  test.each([
    ['192.0.2.0/24', '192.0.2.0/24'],
    ['255.255.255.255/32', '255.255.255.255/32'],
    ['128.0.0.0/1', '128.0.0.0/1'],
    ['2001:DB8::/32', '2001:db8::/32'],
    ['::/1', '::/1'],
  ])('%s', (text, canonical) => {
    const parsed = parsePrefix(text);
    expect(isPrefix(parsed) && formatPrefix(parsed)).toBe(canonical);
  });

  test.each([
    ['192.0.2.1/24', '192.0.2.0/24'], // Host bits: what was meant is a guess, so it is only suggested.
    ['2001:db8::1/64', '2001:db8::/64'],
    ['192.0.2.1', '192.0.2.1/32'],
    ['0.0.0.0/0', undefined], // Would be everybody.
    ['::/0', undefined],
    ['10.0.0.0/-1', undefined], // An npm library made 0.0.0.0/0 of it.
    ['10.0.0.0/08', undefined],
    ['10.0.0.0/33', undefined],
    ['2001:db8::/129', undefined],
    ['10.0.0.0/8/8', undefined],
    ['10.0.0.0/', undefined],
    ['10.0.0.0/ 8', undefined],
    ['10.0.0.0/1e1', undefined],
    ['10.0.0.0/255.0.0.0', undefined],
    ['::ffff:10.0.0.0/104', undefined], // IPv4-mapped: some devices read it as IPv4, some as IPv6.
    ['/24', undefined],
    ['', undefined],
  ])('%j is refused, with %s suggested', (text, suggestion) => {
    const parsed = parsePrefix(text);
    expect(isPrefix(parsed)).toBe(false);
    expect(isPrefix(parsed) ? null : parsed.suggestion).toBe(suggestion);
  });
});

test('a bare address becomes the prefix that holds just it, at the import door only', () => {
  expect(parseEntry('192.0.2.1')).toEqual(parsePrefix('192.0.2.1/32'));
  expect(parseEntry('2001:db8::1')).toEqual(parsePrefix('2001:db8::1/128'));
  expect(isPrefix(parseEntry('any'))).toBe(false);
});

test('a prefix holds its first and last address and not their neighbours, never across families', () => {
  const prefix = maskToPrefix(parseIpAddress('192.0.2.77')!, 26);
  const held = ['192.0.2.63', '192.0.2.64', '192.0.2.127', '192.0.2.128', '::c000:240'];
  expect(held.map((text) => prefixHolds(prefix, parseIpAddress(text)!))).toEqual([
    false,
    true,
    true,
    false,
    false,
  ]);
});
