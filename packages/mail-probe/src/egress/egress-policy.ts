import { formatIpAddress, parseIpAddress, unwrapMapped, type IpAddress } from '@postern/core/ip-address';
import { addressBits, isPrefix, parseEntry, prefixHolds, type Prefix } from '@postern/core/prefix';
import { parseServerHost } from '@postern/core/server-host';
import { isSpecialPurpose } from '@postern/core/special-purpose-prefixes';

/**
 * The operator's settings of the egress policy. `closed` lists what is never allowed: the PostgreSQL and Redis of
 * Postern itself. It is a function of the port where they may move while the process runs.
 */
export type EgressPolicyOptions = {
  readonly allow: readonly Prefix[];
  readonly ports: readonly number[];
  readonly closed: readonly ClosedTarget[] | ((port: number) => readonly ClosedTarget[]);
};

/** An address and a port that no probe may reach. */
export type ClosedTarget = { readonly address: string; readonly port: number };

/** A name to look up, or an IP address. The caller must check the addresses with `checkAddresses` in both cases. */
type CheckedHost = { readonly kind: 'name' | 'address'; readonly host: string };

/**
 * Decides where a probe may connect. Every probe asks it before each connection. The checks do no I/O. A refusal
 * has no reason, because a reason would disclose something about the network.
 */
export type EgressPolicy = {
  /** Whether the egress policy allows connections to the port on any host. */
  checkPort(port: number): boolean;
  /** Returns the host in canonical form, or null if the host must not be looked up. */
  checkHost(host: string): CheckedHost | null;
  /** Returns the addresses in canonical form, or null if any of them is not allowed. */
  checkAddresses(addresses: readonly string[], port: number): string[] | null;
};

/**
 * Cloud metadata services, which give out credentials: Amazon, Azure, Google, Oracle, Alibaba. An operator can
 * allow one only by naming its full address.
 */
const metadataAddresses: readonly Prefix[] = prefixes(
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

/** Addresses that belong to this machine. Linux connects 0.0.0.0 and :: to loopback. */
const loopbackPrefixes: readonly Prefix[] = prefixes('127.0.0.0/8', '0.0.0.0', '::1', '::');

/** The number of addresses of a host that are used: no mail server needs more, and each one costs a check. */
const mostAddresses = 8;

/** Names that every machine or network resolves differently (RFC 6761 §6.3, RFC 6762 §3, RFC 8375). */
const localNames = /(?:^|\.)(?:localhost|local|internal|home\.arpa)$/;

/**
 * Creates the egress policy. `allow` lists prefixes that are not public and may be reached all the same; `closed`
 * has priority over `allow`.
 */
export function createEgressPolicy({ allow, ports, closed }: EgressPolicyOptions): EgressPolicy {
  const openPorts = new Set(ports);
  const closedNow = typeof closed === 'function' ? closed : () => closed;

  function isAllowed(address: IpAddress, port: number): boolean {
    if (closedNow(port).some((target) => target.port === port && reachesSame(target.address, address)))
      return false;
    const openings = allow.filter((prefix) => prefixHolds(prefix, address));
    if (isWithin(address, metadataAddresses))
      return openings.some(({ family, length }) => length === addressBits(family));
    return openings.length > 0 || !isSpecialPurpose(address);
  }

  return {
    checkPort: (port) => openPorts.has(port),
    checkHost(text) {
      const parsed = parseServerHost(text);
      if (!parsed.ok || localNames.test(parsed.host)) return null;
      return { kind: parseIpAddress(parsed.host) === null ? 'name' : 'address', host: parsed.host };
    },
    checkAddresses(texts, port) {
      const parsed = texts.map((text) => parseIpAddress(text));
      const addresses = parsed.filter((address) => address !== null).map(unwrapMapped);
      if (addresses.length !== texts.length) return null;
      if (!addresses.every((address) => isAllowed(address, port))) return null;
      return addresses.slice(0, mostAddresses).map(formatIpAddress);
    },
  };
}

/**
 * Whether two addresses reach the same service. A service that listens on one loopback address usually answers on
 * all of them.
 */
function reachesSame(text: string, address: IpAddress): boolean {
  const parsed = parseIpAddress(text);
  if (parsed === null) return false;
  const closed = unwrapMapped(parsed);
  if (isWithin(closed, loopbackPrefixes)) return isWithin(address, loopbackPrefixes);
  return closed.family === address.family && closed.value === address.value;
}

function isWithin(address: IpAddress, prefixes: readonly Prefix[]): boolean {
  return prefixes.some((prefix) => prefixHolds(prefix, address));
}

function prefixes(...texts: string[]): Prefix[] {
  return texts.map((text) => {
    const parsed = parseEntry(text);
    if (!isPrefix(parsed)) throw new TypeError(`${text}: ${parsed.message}`);
    return parsed;
  });
}
