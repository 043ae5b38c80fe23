import { expect, test } from '@jest/globals';
import { parseIpAddress } from './ip-address.js';
import { isPrefix, parsePrefix } from './prefix.js';
import { isSpecialPurpose, sourceUse } from './special-purpose-prefixes.js';

test.each([
  ['192.31.196.0/24', 'possible'], // AS112 servers may send from this block, so an allowlist may contain it
  ['2620:4f:8000::/48', 'possible'],
  ['8.0.0.0/9', 'possible'],
  ['2001:4860::/32', 'possible'],
  ['10.1.0.0/16', 'not-global'],
  ['192.0.0.0/8', 'not-global'], // contains both example and private addresses; `not-global` takes precedence
  ['192.0.2.0/25', 'documentation'],
  ['3fff:1::/32', 'documentation'],
  ['fc00::/7', 'not-global'],
  ['5f00::/16', 'not-global'],
] as const)('the use of %s as a source of connections is %s', (text, use) => {
  const prefix = parsePrefix(text);
  if (!isPrefix(prefix)) throw new TypeError(prefix.message);
  expect(sourceUse(prefix)).toBe(use);
});

test.each([
  ['192.31.196.1', true],
  ['192.175.48.255', true],
  ['192.52.193.1', true],
  ['2620:4f:8000::1', true],
  ['64:ff9b::808:808', true], // NAT64: contains an IPv4 address, which the IPv4 rules would have to judge
  ['224.0.0.251', true],
  ['8.8.8.8', false],
  ['2001:4860:4860::8888', false],
])('isSpecialPurpose(%s) is %s', (text, isSpecial) => {
  expect(isSpecialPurpose(parseIpAddress(text)!)).toBe(isSpecial);
});
