import { Resolver } from 'node:dns/promises';
import type { ListeningAddress } from '@postern/core/environment';
import type { Lookup } from './resolve-host.js';

/**
 * Returns a lookup that asks one DNS resolver and nothing else: not /etc/hosts, and not the system's resolvers, which may
 * know names of the operator's own network.
 */
export function lookupAtResolver({ host, port }: ListeningAddress): Lookup {
  const resolver = new Resolver({ timeout: 2_000, tries: 2 });
  resolver.setServers([host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`]);
  return async (name) => {
    const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
    const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []));
    if (addresses.length > 0) return addresses;
    const errors = answers.flatMap((answer) =>
      answer.status === 'rejected' ? [answer.reason as Error] : [],
    );
    const error = errors.find((each) => (each as NodeJS.ErrnoException).code !== 'ENODATA');
    if (error !== undefined) throw error;
    return [];
  };
}
