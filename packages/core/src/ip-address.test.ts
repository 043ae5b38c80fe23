import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isIP } from 'node:net';
import { formatIpAddress, parseIpAddress, unwrapMapped } from './ip-address.js';

describe('parsing IP addresses strictly', () => {
  test.each([
    ['0.0.0.0', 0n],
    ['255.255.255.255', 0xffffffffn],
    ['192.0.2.1', 0xc0000201n],
    ['::', 0n],
    ['::1', 1n],
    ['2001:db8::', 0x20010db8n << 96n],
    ['2001:DB8:0:0:0:0:0:1', (0x20010db8n << 96n) + 1n],
    ['::ffff:192.0.2.1', 0xffffc0000201n], // dotted quad at the end: RFC 4291 §2.2 form 3
    ['1:2:3:4:5:6:7::', 0x0001000200030004000500060007_0000n], // "::" may stand for a single group
  ])('parses the address %s', (text, value) => {
    expect(parseIpAddress(text)?.value).toBe(value);
  });

  test.each([
    ['', 'nothing'],
    ['010.0.0.1', 'inet_aton reads 010 as octal, which gives 8.0.0.1'],
    ['0x7f.0.0.1', 'hex'],
    ['127.1', 'the short form of IPv4'],
    ['2130706433', 'an IPv4 address as one number'],
    ['256.0.0.1', 'an octet has 8 bits'],
    ['1.2.3.4.', 'a dot at the end'],
    ['1.2.3', 'only three octets'],
    ['1..2.3', 'an empty octet'],
    [' 1.2.3.4', 'space'],
    ['1.2.3.4\n', 'a line break'],
    ['١.2.3.4', 'an Arabic digit'],
    ['fe80::1%eth0', 'a zone id is valid on one machine only'],
    [':::', 'three colons'],
    ['1::2::3', 'two "::"'],
    ['1:2:3:4:5:6:7:8::', '"::" beside eight groups, where no group is left out'],
    [':1:2:3:4:5:6:7', 'a single colon at the start'],
    ['12345::', 'five digits'],
    ['::1.2.3.4:5', 'a dotted quad before another group'],
    ['1.2.3.4::', 'a dotted quad before "::"'],
  ])('refuses the address %j: %s', (text) => {
    expect(parseIpAddress(text)).toBeNull();
  });
});

test('accepts the same addresses as Node’s net.isIP, except addresses with a zone id', () => {
  const alphabet = fc.constantFrom(...'0123456789abfF.:x/ ');
  const text = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string({ unit: alphabet, maxLength: 24 }));
  fc.assert(
    fc.property(text, (candidate) => (parseIpAddress(candidate)?.family ?? 0) === isIP(candidate)),
    {
      numRuns: 2000,
    },
  );
});

test('parsing a formatted address gives the address again, and the text equals that of WHATWG URL (RFC 5952)', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 2n ** 128n - 1n), (value) => {
      const text = formatIpAddress({ family: 6, value });
      expect(parseIpAddress(text)).toEqual({ family: 6, value });
      expect(new URL(`http://[${text}]`).hostname).toBe(`[${text}]`);
    }),
  );
  fc.assert(
    fc.property(fc.bigInt(0n, 2n ** 32n - 1n), (value) => {
      const text = formatIpAddress({ family: 4, value });
      expect(parseIpAddress(text)).toEqual({ family: 4, value });
    }),
  );
});

test('converts an IPv4-mapped IPv6 address to the IPv4 address that it contains', () => {
  expect(unwrapMapped(parseIpAddress('::ffff:192.0.2.1')!)).toEqual(parseIpAddress('192.0.2.1'));
  expect(unwrapMapped(parseIpAddress('2001:db8::1')!)).toEqual(parseIpAddress('2001:db8::1'));
});
