import { Resolver } from 'node:dns';
import { closeSync, existsSync, openSync } from 'node:fs';
import { isIP } from 'node:net';
import type { ListeningAddress } from '@postern/core/environment';
import { createDnsClient, type DnsClient, type ResolverAddress } from './dns-client.js';
import { HostsFile } from './hosts-file.js';

/** How long the resolvers of the system are taken for unchanged, in milliseconds. */
const rereadMs = 5_000;

/**
 * Returns a client that asks the resolver of POSTERN_RESOLVER and nothing else: not /etc/hosts, and not the resolvers of
 * the system, which may know names of the operator's own network. Without POSTERN_RESOLVER a name's addresses are those
 * of /etc/hosts, else those that the resolvers of /etc/resolv.conf know. Names are asked as they are: search domains and
 * other sources of nsswitch.conf do not count. Nothing runs in the thread pool of libuv, whose four threads names without
 * an answer would hold.
 */
export function dnsClientFor(resolver: ListeningAddress | undefined): DnsClient {
  if (resolver !== undefined) return createDnsClient(() => [resolver], true);
  const client = createDnsClient(systemResolvers(), false);
  const hosts = new HostsFile('/etc/hosts');
  return {
    ...client,
    async addresses(name, signal) {
      const known = hosts.addressesOf(name);
      return known.length > 0 ? known : await client.addresses(name, signal);
    },
  };
}

/** Returns a function that lists the resolvers of /etc/resolv.conf; it follows changes of the file. */
function systemResolvers(): () => readonly ResolverAddress[] {
  let listed: readonly ResolverAddress[] = [];
  let readAt = -Infinity;
  return () => {
    if (performance.now() - readAt < rereadMs) return listed;
    requireReadable('/etc/resolv.conf');
    readAt = performance.now();
    // A new resolver of Node reads the file again; getServers() of the module knows it as it was at the start.
    listed = new Resolver().getServers().map(parseResolver);
    return listed;
  };
}

/** Without a descriptor for the file, c-ares (1.34) would take the resolver of this machine, which may not exist. */
function requireReadable(path: string): void {
  if (existsSync(path)) closeSync(openSync(path, 'r'));
}

/** Parses a server of resolv.conf as Node returns it: an address, `address:port` or `[IPv6]:port`. */
function parseResolver(text: string): ResolverAddress {
  if (isIP(text) !== 0) return { host: text, port: 53 };
  const [, host = text, port = '53'] = /^\[?(.+?)\]?:(\d+)$/.exec(text) ?? [];
  return { host, port: Number(port) };
}
