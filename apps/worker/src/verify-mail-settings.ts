import type { MailServers } from '@postern/core/mail-settings';
import type { EndpointName, Step } from '@postern/core/verification';
import { isDatabaseAway } from '@postern/database/database-away';
import type { Database } from '@postern/database/database';
import type { Logger } from 'pino';
import { claimVerification, renewEveryMs, renewLease, type Claim } from './claim-verification.js';
import { Progress } from './progress.js';
import { storeProgress, storeResult, type Result, type Stored } from './store-result.js';

/** Measures servers; the worker binds policy, roots and source addresses into it. */
export type ProbeCall = (
  servers: MailServers,
  watch: { onStep: (endpoint: EndpointName, step: Step) => void; signal: AbortSignal },
) => Promise<Result>;

export type VerifyParts = {
  readonly database: Database;
  readonly probe: ProbeCall;
  readonly log: Logger;
};

/** `not-claimed`: finished already, or another worker is on it. */
export type Outcome = Stored | 'not-claimed';

/** A verification's whole life in the worker: claim, probe, store. Throws only what nobody expected. */
export async function verifyMailSettings(parts: VerifyParts, id: string): Promise<Outcome> {
  const claim = await claimVerification(parts.database, id);
  if (claim === null) return 'not-claimed';
  const lease = keepLease(parts, claim);
  const progress = new Progress(claim.servers, (endpoints) =>
    storeProgress(parts.database, claim, endpoints).catch((error: unknown) => ignoreIfAway(parts.log, error)),
  );
  try {
    const result = await parts.probe(claim.servers, {
      onStep: (endpoint, step) => progress.add(endpoint, step),
      signal: lease.lost,
    });
    await progress.stop();
    return await storeResult(parts.database, claim, result);
  } catch (error) {
    if (lease.lost.aborted) return 'lost-lease';
    throw error;
  } finally {
    await progress.stop();
    lease.stop();
  }
}

/** Renews the lease until stopped; `lost` aborts when another worker has taken over. */
function keepLease({ database, log }: VerifyParts, claim: Claim): { lost: AbortSignal; stop: () => void } {
  const lost = new AbortController();
  const timer = setInterval(() => {
    renewLease(database, claim).then(
      (isHeld) => !isHeld && lost.abort(new Error('The lease was lost')),
      (error: unknown) => ignoreIfAway(log, error), // The lease may lapse; then the next claim decides.
    );
  }, renewEveryMs);
  return { lost: lost.signal, stop: () => clearInterval(timer) };
}

function ignoreIfAway(log: Logger, error: unknown): void {
  if (!isDatabaseAway(error)) log.error({ err: error }, 'could not write while verifying');
}
