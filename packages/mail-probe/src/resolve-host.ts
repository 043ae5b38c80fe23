import { setTimeout as delay } from 'node:timers/promises';
import { describeFailure } from '@postern/core/failures/describe-failure';
import type { Failure, Step } from '@postern/core/verification';
import type { EgressPolicy } from './egress-policy.js';
import { mapFailure } from './map-failure.js';
import type { Lookup } from './probe-options.js';
import { StepError } from './step-error.js';
import type { Server } from '@postern/core/server';

/** The vetted addresses, none if the step failed. A refused host is reported without its address. */
export type ResolvedHost = { readonly step: Step; readonly addresses: readonly string[] };

/**
 * Asks the egress policy and looks the name up, once, for up to `timeoutMs`. Addresses of which one is not allowed are
 * all refused: whoever can put one of them into DNS can put the others there too.
 */
export async function resolveHost(
  server: Server,
  policy: EgressPolicy,
  resolve: Lookup,
  timeoutMs: number,
): Promise<ResolvedHost> {
  const startedAt = performance.now();
  try {
    const addresses = await vetted(server, policy, resolve, timeoutMs);
    return { step: stepOf(startedAt, null, { addresses }), addresses };
  } catch (error) {
    return {
      step: stepOf(startedAt, describeFailure(explain(error).code, 'resolve', server), {}),
      addresses: [],
    };
  }
}

async function vetted(
  server: Server,
  policy: EgressPolicy,
  resolve: Lookup,
  timeoutMs: number,
): Promise<string[]> {
  if (!policy.checkPort(server.port)) throw new StepError('port-not-allowed');
  const host = policy.checkHost(server.host);
  if (host === null) throw new StepError('target-not-allowed');
  const found = host.kind === 'address' ? [host.host] : await lookUpWithin(timeoutMs, resolve, host.host);
  if (found.length === 0) throw new StepError('dns-no-address');
  const addresses = policy.checkAddresses(found, server.port);
  if (addresses === null) throw new StepError('target-not-allowed');
  return addresses;
}

async function lookUpWithin(timeoutMs: number, resolve: Lookup, host: string): Promise<readonly string[]> {
  const timer = new AbortController();
  const late = delay(timeoutMs, undefined, { signal: timer.signal }).then(() => {
    throw new StepError('dns-temporary');
  });
  try {
    return await Promise.race([resolve(host), late]);
  } finally {
    timer.abort();
    late.catch(() => {});
  }
}

/** A resolver's code that nobody knows is still the resolver's trouble, and may pass. */
function explain(error: unknown): StepError {
  const failed = mapFailure(error, 'resolve', false);
  const isOurs = failed.code.startsWith('dns-') || failed.code.endsWith('-not-allowed');
  return isOurs ? failed : new StepError('dns-temporary');
}

function stepOf(startedAt: number, failure: Failure | null, facts: Step['facts']): Step {
  const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
  return { stage: 'resolve', state: failure === null ? 'passed' : 'failed', durationMs, facts, failure };
}
