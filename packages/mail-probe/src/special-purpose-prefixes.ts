import { isPrefix, parseEntry, type Prefix } from '@postern/core/prefix';

/**
 * IPv4 that is never public: the IANA IPv4 Special-Purpose Address Registry (RFC 6890, all rows, globally reachable or
 * not), multicast (RFC 5771), reserved (RFC 1112 §4), and Azure's host service 168.63.129.16.
 */
export const deniedIpv4: readonly Prefix[] = prefixes(
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
);

/** The only IPv6 that may be public: global unicast as IANA has allocated it (RFC 4291 §2.4). */
export const publicIpv6: readonly Prefix[] = prefixes('2000::/3');

/** Inside global unicast, and still not a place for a mail server: protocol assignments with Teredo, documentation, 6to4, AS112. */
export const deniedIpv6: readonly Prefix[] = prefixes(
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '2620:4f:8000::/48',
  '3fff::/20',
);

/** Where clouds hand out credentials: Amazon, Azure, Google, Oracle, Alibaba. Opened only by naming the very address. */
export const metadataAddresses: readonly Prefix[] = prefixes(
  '169.254.169.254',
  '169.254.169.253',
  '169.254.170.2',
  '169.254.170.23',
  '168.63.129.16',
  '192.0.0.192',
  '100.100.100.200',
  'fd00:ec2::254',
  'fd00:ec2::23',
  'fd00:ec2::253',
  'fd20:ce::254',
  'fe80::a9fe:a9fe',
);

/** Every address that reaches the machine itself; 0.0.0.0 and :: connect to loopback on Linux. */
export const loopbackPrefixes: readonly Prefix[] = prefixes('127.0.0.0/8', '0.0.0.0', '::1', '::');

function prefixes(...texts: string[]): Prefix[] {
  return texts.map((text) => {
    const parsed = parseEntry(text);
    if (!isPrefix(parsed)) throw new TypeError(`${text}: ${parsed.message}`);
    return parsed;
  });
}
