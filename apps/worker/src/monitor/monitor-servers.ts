import { setTimeout as delay } from 'node:timers/promises';
import type { EndpointReport } from '@postern/core/verification';
import type { Database } from '@postern/database/database';
import type { Logger } from 'pino';
import type { Probe } from '../bind-probe.js';
import { claimDueServers, type DueServer } from '@postern/database/functions/claim-due-servers';
import type { TroubleEpisodes } from '@postern/database/trouble-episodes';
import { tellRarely } from '@postern/jobs/tell-rarely';
import { accountsOf, rescheduleServer, type Measurement } from './due-servers.js';
import { tellOfExpiry } from './tell-of-expiry.js';
import { updateDomains } from './update-domains.js';

const lookEveryMs = 5000;
/** Places that come free within this time share a claim. */
const gatherMs = 100;
const serversAtOnce = 20;
/** What one account has at most of them, so that others find a free place while its servers are slow. */
const serversOfAccount = 16;

export type MonitorParts = {
  readonly database: Database;
  readonly probe: Probe;
  readonly workerId: string;
  /** The data centre of this worker; null serves every data centre. */
  readonly dataCenter: string | null;
  readonly troubles: TroubleEpisodes;
  readonly log: Logger;
};

/**
 * Measures servers when they are due, without a password, and each server once for all its domains, until `signal`
 * aborts.
 */
export async function monitorServers(parts: MonitorParts, signal: AbortSignal): Promise<void> {
  const running = new Map<Promise<void>, string>();
  const tell = parts.troubles.orElse(
    tellRarely(({ code, error, times }) =>
      parts.log.warn(
        { err: error, code, times },
        'scheduled measurements could not be claimed; they are tried again in 5 s',
      ),
    ),
  );
  while (!signal.aborted) {
    const started = await startDue(parts, running, signal).catch((error: unknown) => {
      tell(error);
      return 0;
    });
    const mayHaveMore = started > 0 || running.size >= serversOfAccount;
    await Promise.race([pause(lookEveryMs, signal), ...(mayHaveMore ? running.keys() : [])]);
    await pause(gatherMs, signal);
  }
  await Promise.all(running.keys());
}

/** Measures the servers that are due now, at most twenty; resolves to their number. */
export async function monitorRound(parts: MonitorParts, signal: AbortSignal): Promise<number> {
  const running = new Map<Promise<void>, string>();
  const count = await startDue(parts, running, signal);
  await Promise.all(running.keys());
  return count;
}

/**
 * Claims as many due servers as there are free places and begins to measure them; resolves to their number. `running`
 * has the account of each server that is measured now.
 */
async function startDue(
  parts: MonitorParts,
  running: Map<Promise<void>, string>,
  signal: AbortSignal,
): Promise<number> {
  const limit = serversAtOnce - running.size;
  if (limit === 0) return 0;
  const servers = await claimDueServers(parts.database, {
    workerId: parts.workerId,
    limit,
    dataCenter: parts.dataCenter,
    running: [...running.values()],
    mostOfAccount: serversOfAccount,
  });
  for (const server of servers) {
    const measured = monitorServer(parts, server, signal)
      .catch((error: unknown) => {
        // The server is due again when the turn that its measurement has taken runs out.
        if (!signal.aborted && !parts.troubles.report(error))
          parts.log.error({ err: error }, 'a scheduled measurement ended unexpectedly');
      })
      .finally(() => running.delete(measured));
    running.set(measured, server.accountId);
  }
  return servers.length;
}

async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await delay(ms, undefined, { signal, ref: false }).catch(() => undefined);
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
    holder: { id: server.id, accountId: server.accountId, isScheduled: true },
  });
  const [report] = measured.endpoints;
  let isHealthy = true;
  for (const accountId of accounts) {
    await tellOfExpiry(database, accountId, server, report!);
    if (!(await updateDomains(database, accountId, server, report!))) isHealthy = false;
  }
  await rescheduleServer(database, server, isHealthy, measurementOf(report!));
}

function measurementOf({ steps }: EndpointReport): Measurement {
  return {
    hasPassed: steps.every(({ state }) => state !== 'failed'),
    tookMs: Math.round(steps.reduce((sum, { durationMs }) => sum + durationMs, 0)),
  };
}
