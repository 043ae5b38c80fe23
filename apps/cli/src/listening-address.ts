import { hostAndPort } from '@postern/core/host-literal';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { InstallationError } from './data-directory.js';

/**
 * Checks, before anything else starts, that the api can listen on its address and port. Resolves to the port; for
 * port 0 the system chooses one. Throws `InstallationError` if the port is in use or reserved, or if the address
 * does not belong to this machine.
 */
export async function checkListeningAddress(host: string, port: number): Promise<number> {
  const server = createServer();
  try {
    server.listen({ host, port, exclusive: true });
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reasons: Record<string, string> = {
      EADDRINUSE: `Port ${port} on ${host} is in use; stop the program that listens there, or choose another with PORT.`,
      EACCES: `Port ${port} needs rights that this user lacks; choose one above 1023 with PORT.`,
      EADDRNOTAVAIL: noAddress(host),
      EAFNOSUPPORT: noAddress(host), // Of a machine without IPv6.
      ENOTFOUND: noAddress(host),
    };
    throw new InstallationError(
      reasons[code ?? ''] ?? `Cannot listen on HOST ${host}, PORT ${port} (${code}).`,
    );
  } finally {
    server.close();
  }
}

function noAddress(host: string): string {
  return `HOST ${host} is not an address of this machine; choose one that it has, such as 127.0.0.1 or 0.0.0.0.`;
}

/** Returns the origin for a browser on this machine; its host is loopback if the api listens on all addresses. */
export function visitableOrigin(host: string, port: number): string {
  const visitable = host === '0.0.0.0' || host === '::' || host === 'localhost' ? '127.0.0.1' : host;
  return `http://${hostAndPort({ host: visitable, port })}`;
}
