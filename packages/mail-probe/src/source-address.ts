import type { EgressAddress } from '@postern/core/environment';
import { parseIpAddress, unwrapMapped } from '@postern/core/ip-address';
import type { EndpointName } from '@postern/core/endpoint-name';
import { createEgressPolicy } from './egress-policy.js';

/** The address to bind for a protocol and a target: one for that protocol before one for all, of the same family. */
export function chooseSourceAddress(
  addresses: readonly EgressAddress[],
  endpoint: EndpointName,
  target: string,
): EgressAddress | null {
  const fitting = addresses.filter(({ local }) => familyOf(local) === familyOf(target));
  const own = fitting.find(({ protocol }) => protocol === endpoint);
  return own ?? fitting.find(({ protocol }) => protocol === null) ?? null;
}

const publicOnly = createEgressPolicy({ allow: [], ports: [], closed: [] });

/**
 * Our address as the server sees it: what the operator says, else the bound one if it is public. Behind a NAT nobody
 * knows: null.
 */
export function seenSourceAddress(chosen: EgressAddress | null, bound: string | undefined): string | null {
  if (chosen !== null) return chosen.public ?? chosen.local;
  return bound === undefined ? null : (publicOnly.checkAddresses([bound], 0)?.[0] ?? null);
}

function familyOf(text: string): 4 | 6 | null {
  const address = parseIpAddress(text);
  return address === null ? null : unwrapMapped(address).family;
}
