import { describe, expect, test } from '@jest/globals';
import { parseIpAddress } from './ip-address.js';
import { formatPrefix, isPrefix, maskToPrefix, parseEntry, parsePrefix, prefixHolds } from './prefix.js';

describe('parsing prefixes strictly', () => {
  test.each([
    ['192.0.2.0/24', '192.0.2.0/24'],
    ['255.255.255.255/32', '255.255.255.255/32'],
    ['128.0.0.0/1', '128.0.0.0/1'],
    ['2001:DB8::/32', '2001:db8::/32'],
    ['::/1', '::/1'],
  ])('parses the prefix %s', (text, canonical) => {
    const parsed = parsePrefix(text);
    expect(isPrefix(parsed) && formatPrefix(parsed)).toBe(canonical);
  });

  test.each([
    // Host bits: the intended prefix is unknown, so the masked one is only suggested.
    ['192.0.2.1/24', '192.0.2.0/24'],
    ['2001:db8::1/64', '2001:db8::/64'],
    ['192.0.2.1', '192.0.2.1/32'],
    ['0.0.0.0/0', undefined], // would allow every address
    ['::/0', undefined],
    ['10.0.0.0/-1', undefined], // an npm library reads this as 0.0.0.0/0
    ['10.0.0.0/08', undefined],
    ['10.0.0.0/33', undefined],
    ['2001:db8::/129', undefined],
    ['10.0.0.0/8/8', undefined],
    ['10.0.0.0/', undefined],
    ['10.0.0.0/ 8', undefined],
    ['10.0.0.0/1e1', undefined],
    ['10.0.0.0/255.0.0.0', undefined],
    ['::ffff:10.0.0.0/104', undefined], // IPv4-mapped: some devices read it as IPv4, others as IPv6
    ['/24', undefined],
    ['', undefined],
  ])('refuses the prefix %j and suggests %s', (text, suggestion) => {
    const parsed = parsePrefix(text);
    expect(isPrefix(parsed)).toBe(false);
    expect(isPrefix(parsed) ? null : parsed.suggestion).toBe(suggestion);
  });
});

test('only parseEntry turns a bare address into a /32 or /128; parsePrefix refuses it', () => {
  expect(parseEntry('192.0.2.1')).toEqual(parsePrefix('192.0.2.1/32'));
  expect(parseEntry('2001:db8::1')).toEqual(parsePrefix('2001:db8::1/128'));
  expect(isPrefix(parseEntry('any'))).toBe(false);
});

test('a prefix contains its first and last address, no address beside them, and none of the other family', () => {
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
