import { describeFailure } from '@postern/core/failures/describe-failure';
import type { Server } from '@postern/core/server';
import type { Failure, Step } from '@postern/core/verification';
import { mapFailure } from '../conversation/map-failure.js';
import { LocalShortageError, shortageOf } from '../local-shortage.js';
import { StepError } from '../conversation/step-error.js';
import type { EgressPolicy } from './egress-policy.js';

/**
 * Looks up the addresses of a name; returns an empty list if the name has none. Throws an error with a `code` such
 * as ENOTFOUND. The signal is aborted when nobody waits for the answer any more.
 */
export type Lookup = (host: string, signal?: AbortSignal) => Promise<readonly string[]>;

/**
 * The result of the step `resolve`, with the addresses that the egress policy allows; none if the step failed. The
 * report of a refused host does not contain its address.
 */
export type ResolvedHost = { readonly step: Step; readonly addresses: readonly string[] };

export type LookupLimits = {
  readonly timeoutMs: number;
  /** The promise rejects with the reason of this signal when it is aborted. */
  readonly signal?: AbortSignal | undefined;
};

/**
 * Checks port and host with the egress policy and looks the name up once, in `timeoutMs` at most. If one address is
 * not allowed, all are refused, because an attacker who can add one address to the DNS can add the others too.
 * Throws `LocalShortageError` if this machine has no descriptor for the look-up.
 */
export async function resolveHost(
  server: Server,
  policy: EgressPolicy,
  resolve: Lookup,
  { timeoutMs, signal }: LookupLimits,
): Promise<ResolvedHost> {
  const startedAt = performance.now();
  try {
    const addresses = await allowedAddresses(server, policy, (host) =>
      lookUpWithin(timeoutMs, resolve, host, signal),
    );
    return { step: stepOf(startedAt, null, { addresses }), addresses };
  } catch (error) {
    signal?.throwIfAborted();
    const shortage = shortageOf(error);
    if (shortage !== null) throw new LocalShortageError(shortage);
    const failure = describeFailure(explain(error).code, 'resolve', server);
    return { step: stepOf(startedAt, failure, {}), addresses: [] };
  }
}

async function allowedAddresses(server: Server, policy: EgressPolicy, resolve: Lookup): Promise<string[]> {
  if (!policy.checkPort(server.port)) throw new StepError('port-not-allowed');
  const host = policy.checkHost(server.host);
  if (host === null) throw new StepError('target-not-allowed');
  const found = host.kind === 'address' ? [host.host] : await resolve(host.host);
  if (found.length === 0) throw new StepError('dns-no-address');
  const addresses = policy.checkAddresses(found, server.port);
  if (addresses === null) throw new StepError('target-not-allowed');
  return addresses;
}

async function lookUpWithin(
  timeoutMs: number,
  resolve: Lookup,
  host: string,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  signal?.throwIfAborted();
  const ended = new AbortController();
  const over = Promise.withResolvers<never>();
  const stop = () => over.reject(signal!.reason as Error);
  signal?.addEventListener('abort', stop);
  // An answer that arrived while this thread was busy is read before the limit counts.
  const late = setTimeout(() => setImmediate(() => over.reject(new StepError('dns-temporary'))), timeoutMs);
  try {
    return await Promise.race([resolve(host, ended.signal), over.promise]);
  } finally {
    clearTimeout(late);
    signal?.removeEventListener('abort', stop);
    ended.abort(signal?.aborted === true ? signal.reason : lookedUp);
  }
}

/** Why a look-up that nobody waits for any more ends. One for all, because an error with a stack would be made for each. */
const lookedUp = new StepError('dns-temporary');

/** An unknown error code of the resolver becomes the failure `dns-temporary`. */
function explain(error: unknown): StepError {
  const failed = mapFailure(error, 'resolve', false);
  const isKnown = failed.code.startsWith('dns-') || failed.code.endsWith('-not-allowed');
  return isKnown ? failed : new StepError('dns-temporary');
}

function stepOf(startedAt: number, failure: Failure | null, facts: Step['facts']): Step {
  const durationMs = Math.round((performance.now() - startedAt) * 10) / 10;
  return { stage: 'resolve', state: failure === null ? 'passed' : 'failed', durationMs, facts, failure };
}
