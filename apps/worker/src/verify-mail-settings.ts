import { skippedLogin } from '@postern/core/failures/describe-failure';
import type { ProbeResult } from '@postern/core/probe-result';
import { firstFailure } from '@postern/core/failures/failures-of';
import type { VerificationTrigger } from '@postern/core/verification';
import type { Database } from '@postern/database/database';
import { claimVerification, type Claim } from '@postern/database/functions/claim-verification';
import { storeResult, type Stored, type StoredResult } from '@postern/database/functions/store-result';
import type { SecretSealer } from '@postern/database/sealed-secret';
import type { TroubleEpisodes } from '@postern/database/trouble-episodes';
import { traced } from '@postern/jobs/tracing';
import type { Logger } from 'pino';
import type { Probe } from './bind-probe.js';
import { explainSource } from './explain-source.js';
import { insist } from './insist.js';
import { keepLease } from './keep-lease.js';
import type { Progress } from './progress.js';

export type VerifyParts = {
  readonly database: Database;
  readonly sealer: SecretSealer;
  readonly probe: Probe;
  readonly progress: Progress;
  readonly troubles: TroubleEpisodes;
  readonly log: Logger;
  /** Called for each verification whose result this worker stored. */
  readonly onEnded?: (ended: Ended) => void;
  /** Whether a result that is stored now also chooses what runs next; by default it does. */
  readonly choosesNext?: () => boolean;
  /** Called when a result was stored, with what runs next; null if that is still to be chosen. */
  readonly onNext?: (chosen: StoredResult['chosen']) => void;
};

/** The end of a verification; `code` is the code of its failure, and empty if there is none. */
export type Ended = {
  readonly accountId: string;
  readonly trigger: VerificationTrigger;
  readonly state: Exclude<Stored, 'lost-lease'>;
  readonly code: string;
  /** The time from the claim to the stored result. */
  readonly seconds: number;
};

/** The outcome of a job. `not-claimed`: the verification has ended already, or another worker holds its lease. */
export type Outcome = Stored | 'not-claimed';

/** Claims a verification, probes its servers and stores the result. Throws only for unexpected errors. */
export async function verifyMailSettings(parts: VerifyParts, id: string): Promise<Outcome> {
  const claimedAt = performance.now();
  const claim = await claimVerification(parts.database, parts.sealer, id);
  if (claim === null) return 'not-claimed';
  return traced('verify', 'consumer', () => verifyClaimed(parts, claim, claimedAt), claim.traceparent);
}

async function verifyClaimed(parts: VerifyParts, claim: Claim, claimedAt: number): Promise<Stored> {
  const lease = keepLease(parts, claim);
  const steps = parts.progress.start(claim);
  try {
    const { login, servers, rule } = claim;
    const probed = await parts.probe(servers, rule, {
      ...(login === null || login === 'lost' ? {} : { credentials: login }),
      onStep: steps.add,
      signal: lease.lost,
      holder: claim,
    });
    const measured = login === 'lost' ? withoutLogin(probed) : probed;
    steps.stop();
    const { result, stored, chosen } = await insist(
      () => store(parts, claim, measured),
      parts.troubles,
      lease.lost,
    );
    parts.onNext?.(chosen);
    if (stored !== 'lost-lease') {
      const seconds = (performance.now() - claimedAt) / 1000;
      parts.onEnded?.({
        accountId: claim.accountId,
        trigger: claim.trigger,
        state: stored,
        code: result.failure?.code ?? '',
        seconds,
      });
    }
    return stored;
  } catch (error) {
    if (lease.lost.aborted) return 'lost-lease';
    throw error;
  } finally {
    steps.stop();
    lease.stop();
  }
}

async function store(parts: VerifyParts, claim: Claim, measured: ProbeResult) {
  const result = await explainSource(parts.database, claim.accountId, measured);
  const choosesNext = parts.choosesNext?.() ?? true;
  return { result, ...(await storeResult(parts.database, claim, result, choosesNext)) };
}

/** Adds a skipped login to every report, because the stored password was already used or has expired. */
function withoutLogin({ endpoints, warnings }: ProbeResult): ProbeResult {
  const reports = endpoints.map((report) => ({ ...report, steps: [...report.steps, skippedLogin(report)] }));
  return { endpoints: reports, failure: firstFailure(reports), warnings, newPins: [], droppedPins: [] };
}
