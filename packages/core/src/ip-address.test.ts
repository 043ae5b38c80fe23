import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isIP } from 'node:net';
import { formatIpAddress, parseIpAddress, unwrapMapped } from './ip-address.js';

describe('an address is read strictly', () => {
  test.each([
    ['0.0.0.0', 0n],
    ['255.255.255.255', 0xffffffffn],
    ['192.0.2.1', 0xc0000201n],
    ['::', 0n],
    ['::1', 1n],
    ['2001:db8::', 0x20010db8n << 96n],
    ['2001:DB8:0:0:0:0:0:1', (0x20010db8n << 96n) + 1n],
    ['::ffff:192.0.2.1', 0xffffc0000201n], // RFC 4291 §2.2 form 3
    ['1:2:3:4:5:6:7::', 0x0001000200030004000500060007_0000n], // :: may stand for a single group
  ])('%s', (text, value) => {
    expect(parseIpAddress(text)?.value).toBe(value);
  });

  test.each([
    ['', 'nothing'],
    ['010.0.0.1', 'octal in inet_aton: 8.0.0.1'],
    ['0x7f.0.0.1', 'hex'],
    ['127.1', 'short form'],
    ['2130706433', 'one number'],
    ['256.0.0.1', 'an octet has 8 bits'],
    ['1.2.3.4.', 'a dot too many'],
    ['1.2.3', 'an octet too few'],
    ['1..2.3', 'an empty octet'],
    [' 1.2.3.4', 'space'],
    ['1.2.3.4\n', 'line break'],
    ['١.2.3.4', 'an Arabic digit'],
    ['fe80::1%eth0', 'a zone id means something on one machine only'],
    [':::', 'a colon too many'],
    ['1::2::3', 'two gaps'],
    ['1:2:3:4:5:6:7:8::', 'a gap for nothing'],
    [':1:2:3:4:5:6:7', 'half a gap'],
    ['12345::', 'five digits'],
    ['::1.2.3.4:5', 'a quad in the middle'],
    ['1.2.3.4::', 'a quad in front'],
  ])('%j is refused: %s', (text) => {
    expect(parseIpAddress(text)).toBeNull();
  });
});

test('what Node takes for an address is what we take for one, zone ids apart', () => {
  const alphabet = fc.constantFrom(...'0123456789abfF.:x/ ');
  const text = fc.oneof(fc.ipV4(), fc.ipV6(), fc.string({ unit: alphabet, maxLength: 24 }));
  fc.assert(
    fc.property(text, (candidate) => (parseIpAddress(candidate)?.family ?? 0) === isIP(candidate)),
    {
      numRuns: 2000,
    },
  );
});

test('formatting and parsing are inverse, and RFC 5952 text is what WHATWG URL writes', () => {
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

test('an IPv4-mapped address is the IPv4 address it stands for', () => {
  expect(unwrapMapped(parseIpAddress('::ffff:192.0.2.1')!)).toEqual(parseIpAddress('192.0.2.1'));
  expect(unwrapMapped(parseIpAddress('2001:db8::1')!)).toEqual(parseIpAddress('2001:db8::1'));
});
