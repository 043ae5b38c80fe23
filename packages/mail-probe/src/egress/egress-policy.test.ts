import { describe, expect, test } from '@jest/globals';
import { isPrefix, parseEntry, type Prefix } from '@postern/core/prefix';
import { formatIpAddress } from '@postern/core/ip-address';
import { specialPurposePrefixes } from '@postern/core/special-purpose-prefixes';
import fc from 'fast-check';
import { createEgressPolicy } from './egress-policy.js';

const closedPolicy = createEgressPolicy({ allow: [], ports: [993], closed: [] });

describe('addresses that the egress policy refuses because they are not public', () => {
  test.each([
    // loopback, and "this network", which Linux also connects to loopback
    ['127.0.0.1'],
    ['127.255.255.254'],
    ['0.0.0.0'],
    ['0.1.2.3'],
    ['::1'],
    ['::'],
    ['::ffff:127.0.0.1'],
    ['::ffff:7f00:1'],
    // private, shared and link-local addresses
    ['10.0.0.1'],
    ['10.255.255.255'],
    ['172.16.0.1'],
    ['172.31.255.255'],
    ['192.168.0.1'],
    ['100.64.0.1'],
    ['100.127.255.254'],
    ['169.254.0.1'],
    ['169.254.169.254'],
    ['169.254.170.2'],
    ['100.100.100.200'],
    ['168.63.129.16'],
    ['192.0.0.192'],
    ['fe80::1'],
    ['fe80::a9fe:a9fe'],
    ['fec0::1'],
    ['fc00::1'],
    ['fd00:ec2::254'],
    ['fd12:3456::1'],
    ['fd20:ce::254'],
    ['::ffff:10.0.0.1'],
    ['::ffff:192.168.1.1'],
    ['::ffff:169.254.169.254'],
    ['::ffff:100.64.0.1'],
    ['::ffff:a00:1'],
    // IPv4 in IPv6: compatible, NAT64, 6to4, Teredo, ISATAP-like
    ['::10.0.0.1'],
    ['::a00:1'],
    ['64:ff9b::a00:1'],
    ['64:ff9b::7f00:1'],
    ['64:ff9b:1::a00:1'],
    ['2002:a00:1::'],
    ['2002:7f00:1::1'],
    ['2001::1'],
    ['2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    ['::ffff:0:10.0.0.1'],
    // documentation, benchmarks, protocol assignments, AS112, AMT, 6to4 relays
    ['192.0.2.1'],
    ['198.51.100.1'],
    ['203.0.113.1'],
    ['198.18.0.1'],
    ['198.19.255.255'],
    ['192.0.0.1'],
    ['192.0.0.8'],
    ['192.31.196.1'],
    ['192.52.193.1'],
    ['192.88.99.1'],
    ['192.175.48.1'],
    ['2001:db8::1'],
    ['3fff::1'],
    ['2001:2::1'],
    ['2001:10::1'],
    ['2001:20::1'],
    ['2620:4f:8000::1'],
    ['100::1'],
    // multicast, reserved, broadcast and unallocated addresses
    ['224.0.0.1'],
    ['239.255.255.255'],
    ['240.0.0.1'],
    ['255.255.255.255'],
    ['ff02::1'],
    ['ff0e::1'],
    ['4000::1'],
    ['5f00::1'],
    // texts that are not addresses in strict notation
    ['127.1'],
    ['2130706433'],
    ['0x7f.1'],
    ['0177.0.0.1'],
    ['127.0.0.1%lo'],
    ['fe80::1%eth0'],
    [''],
    ['127.0.0.1\n'],
    ['１２７.0.0.1'],
  ])('refuses the address %j', (address) => {
    expect(closedPolicy.checkAddresses([address], 993)).toBeNull();
  });

  test.each([
    ['54.174.62.128'],
    ['8.8.8.8'],
    ['100.63.255.255'],
    ['100.128.0.1'],
    ['172.15.255.255'],
    ['172.32.0.1'],
    ['2606:4700::1111'],
    ['2a00:1450::1'],
  ])('allows the public address %s', (address) =>
    expect(closedPolicy.checkAddresses([address], 993)).toEqual([address]),
  );

  test('one private address among public ones makes the egress policy refuse all of them', () => {
    expect(closedPolicy.checkAddresses(['8.8.8.8', '10.0.0.1'], 993)).toBeNull();
  });

  test('the egress policy returns at most eight addresses and checks the ninth too', () => {
    const many = Array.from({ length: 9 }, (_, index) => `8.8.8.${index}`);
    expect(closedPolicy.checkAddresses(many, 993)).toEqual(many.slice(0, 8));
    expect(closedPolicy.checkAddresses([...many, '127.0.0.1'], 993)).toBeNull();
  });
});

describe('hosts that the egress policy checks before a lookup', () => {
  test.each([
    ['localhost'],
    ['LOCALHOST'],
    ['mail.localhost'],
    ['printer.local'],
    ['db.internal'],
    ['nas.home.arpa'],
    ['single'],
    [''],
    ['127.1'],
    ['2130706433'],
    ['0x7f.1'],
    ['0x7f000001'],
    ['0177.0.0.1'],
    ['1.2.3'],
    ['１２７。０。０。１'],
    ['①②⑦.0.0.1'],
    ['127.0.0.1.'],
    ['a\r\nb.example.com'],
    ['mail.example.com\0.evil.example'],
    ['mail example.com'],
    ['mail.example.com/path'],
    ['user@mail.example.com'],
    ['mail.example.com:993'],
    ['*.example.com'],
    ['-a.example.com'],
    [`${'a'.repeat(64)}.example.com`],
    ['a\u200bb.example.com'],
    ['[::1'],
  ])('refuses the host %j', (host) => {
    const checked = closedPolicy.checkHost(host);
    const isRefused =
      checked === null ||
      (checked.kind === 'address' && closedPolicy.checkAddresses([checked.host], 993) === null);
    expect(isRefused).toBe(true);
  });

  test.each([
    ['mail.example.com', { kind: 'name', host: 'mail.example.com' }],
    ['Mail.Example.COM', { kind: 'name', host: 'mail.example.com' }],
    ['bücher.example.com', { kind: 'name', host: 'xn--bcher-kva.example.com' }],
    ['192.0.2.1', { kind: 'address', host: '192.0.2.1' }],
    ['local.example.com', { kind: 'name', host: 'local.example.com' }],
  ])('allows the host %s as %j', (host, checked) => {
    expect(closedPolicy.checkHost(host)).toEqual(checked);
  });
});

describe('addresses and ports that the operator allows', () => {
  const allow = ['127.0.0.0/8', '10.0.0.0/8', '169.254.0.0/16', 'fd00::/8'].map(prefix);

  test('the egress policy allows the addresses in the operator’s prefixes, IPv4-mapped ones too', () => {
    const policy = createEgressPolicy({ allow, ports: [993], closed: [] });
    expect(policy.checkAddresses(['127.0.0.1', '10.9.9.9', 'fd00::1', '::ffff:10.0.0.1'], 993)).toEqual([
      '127.0.0.1',
      '10.9.9.9',
      'fd00::1',
      '10.0.0.1',
    ]);
    expect(policy.checkAddresses(['192.168.0.1'], 993)).toBeNull();
  });

  test('the egress policy allows a cloud metadata address only if the operator names the full address', () => {
    const wide = createEgressPolicy({ allow, ports: [80], closed: [] });
    expect(wide.checkAddresses(['169.254.169.254'], 80)).toBeNull();
    expect(wide.checkAddresses(['fd00:ec2::254'], 80)).toBeNull();
    const named = createEgressPolicy({ allow: [prefix('169.254.169.254')], ports: [80], closed: [] });
    expect(named.checkAddresses(['169.254.169.254'], 80)).toEqual(['169.254.169.254']);
  });

  test('the egress policy never allows the database of Postern, on any loopback address', () => {
    const closed = [
      { address: '127.0.0.1', port: 5432 },
      { address: '10.0.0.5', port: 6379 },
    ];
    const policy = createEgressPolicy({ allow, ports: [5432, 6379], closed });
    for (const address of ['127.0.0.1', '127.8.8.8', '::1', '0.0.0.0', '::ffff:127.0.0.1']) {
      expect(policy.checkAddresses([address], 5432)).toBeNull();
    }
    expect(policy.checkAddresses(['10.0.0.5'], 6379)).toBeNull();
    expect(policy.checkAddresses(['10.0.0.6'], 6379)).toEqual(['10.0.0.6']);
    expect(policy.checkAddresses(['127.0.0.1'], 6379)).toEqual(['127.0.0.1']);
  });

  test('the egress policy allows only the listed ports', () => {
    expect([993, 22, 0, 65536, Number.NaN].map((port) => closedPolicy.checkPort(port))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
  });
});

describe('properties of the egress policy for random addresses', () => {
  const blockedIpv4 = fc
    .constantFrom(...specialPurposePrefixes.map(({ prefix }) => prefix).filter(({ family }) => family === 4))
    .chain(({ value, length }) =>
      fc.bigInt({ min: 0n, max: (1n << BigInt(32 - length)) - 1n }).map((host) => value + host),
    );
  /**
   * Ways to write an IPv4 address inside an IPv6 address: mapped, compatible, translated, NAT64, local NAT64, 6to4,
   * Teredo.
   */
  const carriers: readonly ((ipv4: bigint) => bigint)[] = [
    (ipv4) => (0xffffn << 32n) | ipv4,
    (ipv4) => ipv4,
    (ipv4) => (0xffffn << 48n) | ipv4,
    (ipv4) => (0x64ff9bn << 96n) | ipv4,
    (ipv4) => (0x64ff9b0001n << 80n) | ipv4,
    (ipv4) => (0x2002n << 112n) | (ipv4 << 80n),
    (ipv4) => (0x20010000n << 96n) | (ipv4 << 64n) | (ipv4 ^ 0xffffffffn),
  ];

  test('no notation of a blocked IPv4 address is allowed, as IPv4 or inside IPv6', () => {
    fc.assert(
      fc.property(blockedIpv4, fc.constantFrom(...carriers), fc.boolean(), (ipv4, carry, isUpper) => {
        const bare = formatIpAddress({ family: 4, value: ipv4 });
        const inside = formatIpAddress({ family: 6, value: carry(ipv4) });
        const spellings = [bare, inside, spellOut(carry(ipv4)), `::ffff:${bare}`, `0:0:0:0:0:ffff:${bare}`];
        for (const text of spellings) {
          expect(closedPolicy.checkAddresses([isUpper ? text.toUpperCase() : text], 993)).toBeNull();
        }
      }),
    );
  });

  test('the egress policy returns an allowed address in canonical notation', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: (1n << 128n) - 1n }), (value) => {
        const answer = closedPolicy.checkAddresses([spellOut(value)], 993);
        expect(answer === null || answer[0] === formatIpAddress({ family: 6, value })).toBe(true);
      }),
    );
  });

  test('checking a host of random characters never throws', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (host) => void closedPolicy.checkHost(host)));
  });
});

function prefix(text: string): Prefix {
  const parsed = parseEntry(text);
  if (!isPrefix(parsed)) throw new TypeError(parsed.message);
  return parsed;
}

/** Writes an IPv6 address as eight groups with all zeros, a notation that no formatter produces. */
function spellOut(value: bigint): string {
  return value.toString(16).padStart(32, '0').match(/.{4}/g)!.join(':');
}
