import { setTimeout as delay } from 'node:timers/promises';
import type { Database } from '@postern/database/database';
import type { Logger } from 'pino';
import type { Probe } from '../bind-probe.js';
import { claimDueServers, type DueServer } from '@postern/database/functions/claim-due-servers';
import { accountsOf, rescheduleServer } from './due-servers.js';
import { updateDomains } from './update-domains.js';

const lookEveryMs = 5000;
const serversAtOnce = 20;

export type MonitorParts = {
  readonly database: Database;
  readonly probe: Probe;
  /** The data centre of this worker; null serves every data centre. */
  readonly dataCenter: string | null;
  readonly log: Logger;
};

/**
 * Measures servers when they are due, without a password, and each server once for all its domains, until `signal`
 * aborts.
 */
export async function monitorServers(parts: MonitorParts, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const measured = await monitorRound(parts, signal).catch((error: unknown) => {
      parts.log.warn(
        { err: error },
        'scheduled measurements could not be claimed or stored; the next round tries again',
      );
      return 0;
    });
    if (measured < serversAtOnce) await delay(lookEveryMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Measures the servers that are due now, at most twenty; resolves to their number. */
export async function monitorRound(parts: MonitorParts, signal: AbortSignal): Promise<number> {
  const servers = await claimDueServers(parts.database, serversAtOnce, parts.dataCenter);
  const results = await Promise.allSettled(servers.map((server) => monitorServer(parts, server, signal)));
  for (const result of results) {
    if (result.status === 'rejected' && !signal.aborted) {
      parts.log.error({ err: result.reason as unknown }, 'a scheduled measurement ended unexpectedly');
    }
  }
  return servers.length;
}

async function monitorServer(
  { database, probe }: MonitorParts,
  server: DueServer,
  signal: AbortSignal,
): Promise<void> {
  const accounts = await accountsOf(database, server);
  if (accounts.length === 0) return;
  const { endpoint, host, port, tls, path } = server;
  const measured = await probe([{ endpoint, host, port, tls, path }], null, {
    signal,
    holder: { id: server.id, accountId: null },
  });
  const [report] = measured.endpoints;
  let isHealthy = true;
  for (const accountId of accounts) {
    if (!(await updateDomains(database, accountId, server, report!))) isHealthy = false;
  }
  await rescheduleServer(database, server, isHealthy);
}
