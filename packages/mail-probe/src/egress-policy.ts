import { formatIpAddress, parseIpAddress, unwrapMapped, type IpAddress } from '@postern/core/ip-address';
import { addressBits, prefixHolds, type Prefix } from '@postern/core/prefix';
import { parseServerHost } from '@postern/core/server-host';
import { isSpecialPurpose } from '@postern/core/special-purpose-prefixes';
import { loopbackPrefixes, metadataAddresses } from './special-purpose-prefixes.js';

/** What the operator allows, and what is never allowed: the product's own PostgreSQL and Redis. */
export type EgressPolicyOptions = {
  readonly allow: readonly Prefix[];
  readonly ports: readonly number[];
  readonly closed: readonly { readonly address: string; readonly port: number }[];
};

/** A name to look up, or an address that the caller still has to vet with `checkAddresses`. */
export type CheckedHost = { readonly kind: 'name' | 'address'; readonly host: string };

/**
 * Where a probe may connect. Its checks are pure and say nothing but yes or no, so that a refusal tells the caller
 * nothing about the network behind it. Every probe asks at every use.
 */
export type EgressPolicy = {
  /** Whether the port may be used at all. */
  checkPort(port: number): boolean;
  /** The host in canonical form, or null where it must not even be looked up. */
  checkHost(host: string): CheckedHost | null;
  /** The addresses in canonical form; null if there is one among them that is not allowed. */
  checkAddresses(addresses: readonly string[], port: number): string[] | null;
};

/** More addresses than this are cut off: no mail server needs them, and each one costs a check. */
const mostAddresses = 8;

/** Names that only mean something on the machine or the network that asks (RFC 6761 §6.3, RFC 6762 §3, RFC 8375). */
const localNames = /(?:^|\.)(?:localhost|local|internal|home\.arpa)$/;

/** Builds the policy; `allow` opens prefixes that are not public, `closed` wins over everything. */
export function createEgressPolicy({ allow, ports, closed }: EgressPolicyOptions): EgressPolicy {
  const openPorts = new Set(ports);
  const closedTargets = closed.flatMap(({ address, port }) => {
    const parsed = parseIpAddress(address);
    return parsed === null ? [] : [{ address: unwrapMapped(parsed), port }];
  });

  function isAllowed(address: IpAddress, port: number): boolean {
    if (closedTargets.some((target) => target.port === port && reachesSame(target.address, address)))
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

/** A service that listens on one loopback address usually answers on all of them. */
function reachesSame(closed: IpAddress, address: IpAddress): boolean {
  if (isWithin(closed, loopbackPrefixes)) return isWithin(address, loopbackPrefixes);
  return closed.family === address.family && closed.value === address.value;
}

function isWithin(address: IpAddress, prefixes: readonly Prefix[]): boolean {
  return prefixes.some((prefix) => prefixHolds(prefix, address));
}
