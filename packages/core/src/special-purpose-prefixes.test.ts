import { expect, test } from '@jest/globals';
import { parseIpAddress } from './ip-address.js';
import { isPrefix, parsePrefix } from './prefix.js';
import { isSpecialPurpose, sourceUse } from './special-purpose-prefixes.js';

test.each([
  ['192.31.196.0/24', 'possible'], // AS112 may send, so a list may hold it
  ['2620:4f:8000::/48', 'possible'],
  ['8.0.0.0/9', 'possible'],
  ['2001:4860::/32', 'possible'],
  ['10.1.0.0/16', 'not-global'],
  ['192.0.0.0/8', 'not-global'], // overlaps examples and private use: the worse one counts
  ['192.0.2.0/25', 'documentation'],
  ['3fff:1::/32', 'documentation'],
  ['fc00::/7', 'not-global'],
  ['5f00::/16', 'not-global'],
] as const)('the addresses of %s as a source are %s', (text, use) => {
  const prefix = parsePrefix(text);
  if (!isPrefix(prefix)) throw new TypeError(prefix.message);
  expect(sourceUse(prefix)).toBe(use);
});

test.each([
  ['192.31.196.1', true],
  ['192.175.48.255', true],
  ['192.52.193.1', true],
  ['2620:4f:8000::1', true],
  ['64:ff9b::808:808', true], // NAT64 carries an IPv4 address that would be judged elsewhere
  ['224.0.0.251', true],
  ['8.8.8.8', false],
  ['2001:4860:4860::8888', false],
])('that %s has a special purpose is %s', (text, isSpecial) => {
  expect(isSpecialPurpose(parseIpAddress(text)!)).toBe(isSpecial);
});
