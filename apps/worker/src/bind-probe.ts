import type { Environment } from '@postern/core/environment';
import type { DomainRule, ProbeResult } from '@postern/core/probe-result';
import type { Server } from '@postern/core/server';
import type { UnknownCause } from '@postern/mail-probe/conversation/conversation';
import { egressOfEnvironment } from '@postern/mail-probe/egress/egress-of-environment';
import type { ProbeOptions } from '@postern/mail-probe/probe-options';
import { probeServers } from '@postern/mail-probe/probe-servers';
import { createProbeThreads, type ThreadLoss } from '@postern/mail-probe/threads/probe-threads';
import { lookup } from 'node:dns/promises';
import type { Logger } from 'pino';

/** `probeServers` without the options that the operator's settings determine. */
export type Probe = (
  servers: readonly Server[],
  rule: DomainRule | null,
  options: Pick<ProbeOptions, 'credentials' | 'onStep' | 'signal'>,
) => Promise<ProbeResult>;

/** The probe of this worker, which runs in threads. `close` terminates the threads. */
export type BoundProbe = { readonly probe: Probe; close(): Promise<void> };

/** Returns `probeServers` bound to the operator's egress settings. */
export async function bindProbe(
  environment: Environment,
  log: Logger,
  onThreadLost: (why: ThreadLoss) => void,
): Promise<BoundProbe> {
  const egress = await egressOfEnvironment(environment, await ownServers(environment));
  const threads = createProbeThreads({ onThreadLost });
  const shared = {
    ...egress,
    run: threads.run,
    log: (unknown: UnknownCause) => log.error(unknown, 'a cause that no failure code fits'),
  };
  return {
    probe: (servers, rule, options) => probeServers(servers, rule, { ...shared, ...options }),
    close: () => threads.close(),
  };
}

/**
 * Returns the addresses and ports of Postern's own PostgreSQL and Redis, which no probe may reach, whatever the
 * operator allows.
 */
async function ownServers(environment: Environment): Promise<{ address: string; port: number }[]> {
  const urls = [environment.DATABASE_URL, environment.DATABASE_MIGRATION_URL, environment.REDIS_URL];
  const servers = await Promise.all(urls.filter((url) => url !== undefined).map(addressesOf));
  return servers.flat();
}

async function addressesOf(text: string): Promise<{ address: string; port: number }[]> {
  const url = URL.parse(text);
  if (url === null) return []; // The URL of a Unix socket has no host.
  const { hostname, port, protocol } = url;
  const host = decodeURIComponent(hostname).replace(/^\[|\]$/g, '') || 'localhost';
  // A host name without addresses adds nothing to the list.
  const found = await lookup(host, { all: true }).catch(() => []);
  const defaultPort = protocol.startsWith('redis') ? 6379 : 5432;
  return found.map(({ address }) => ({ address, port: port === '' ? defaultPort : Number(port) }));
}
