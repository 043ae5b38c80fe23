import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { EgressAddress } from '@postern/core/environment';
import { parseIpAddress, unwrapMapped } from '@postern/core/ip-address';
import type { EndpointName } from '@postern/core/endpoint-name';
import { createEgressPolicy } from './egress-policy.js';

/**
 * Chooses the local address that a connection is made from: of the same family as `destination`, and preferably one
 * that the operator named for this endpoint. Null leaves the choice to the kernel.
 */
export function chooseSourceAddress(
  addresses: readonly EgressAddress[],
  endpoint: EndpointName,
  destination: string,
): EgressAddress | null {
  const fitting = addresses.filter(({ local }) => familyOf(local) === familyOf(destination));
  const own = fitting.find(({ protocol }) => protocol === endpoint);
  return own ?? fitting.find(({ protocol }) => protocol === null) ?? null;
}

/** An address of POSTERN_EGRESS_ADDRESS cannot be used; the message has the repair. */
export class SourceAddressError extends Error {
  override readonly name = 'SourceAddressError';
}

/** Throws `SourceAddressError` unless a socket of this machine can have the address. */
export async function requireLocalAddress(address: string): Promise<void> {
  const server = createServer();
  try {
    server.listen(0, address);
    await once(server, 'listening');
  } catch (error) {
    throw new SourceAddressError(
      `${address} is not an address of this machine (${(error as NodeJS.ErrnoException).code}). Add it to an interface, or correct POSTERN_EGRESS_ADDRESS.`,
    );
  } finally {
    server.close();
  }
}

const publicOnly = createEgressPolicy({ allow: [], ports: [], closed: [] });

/**
 * The addresses that webhooks are delivered from, as addresses for every endpoint: those that the operator named for
 * webhooks come first, so that they are chosen for a destination of their family.
 */
export function webhookSources(addresses: readonly EgressAddress[]): EgressAddress[] {
  const named = addresses.filter(({ protocol }) => protocol === 'webhook');
  return [...named, ...addresses.filter(({ protocol }) => protocol === null)].map((address) => ({
    ...address,
    protocol: null,
  }));
}

/**
 * Returns the source address that the server sees: the public address that the operator configured, else the
 * configured local address. Without either, the bound address if it is public, else null: behind a NAT the address
 * that the server sees is unknown.
 */
export function seenSourceAddress(chosen: EgressAddress | null, bound: string | undefined): string | null {
  if (chosen !== null) return chosen.public ?? chosen.local;
  return bound === undefined ? null : (publicOnly.checkAddresses([bound], 0)?.[0] ?? null);
}

/**
 * Returns the address that the kernel would send from to `destination`; undefined if there is no route. No packet
 * is sent: connecting a datagram socket only chooses the route (connect(2)).
 */
export async function routedFrom(destination: string): Promise<string | undefined> {
  const socket = createSocket(destination.includes(':') ? 'udp6' : 'udp4');
  try {
    // The port does not matter; 9 is the discard service (RFC 863).
    socket.connect(9, destination);
    await once(socket, 'connect');
    return socket.address().address;
  } catch {
    return undefined;
  } finally {
    socket.close();
  }
}

function familyOf(text: string): 4 | 6 | null {
  const address = parseIpAddress(text);
  return address === null ? null : unwrapMapped(address).family;
}
