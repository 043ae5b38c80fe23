import type { DiscoverySource, FoundCandidate } from '@postern/core/discovery';
import { isTrusted } from '@postern/core/provenance';
import type { MailServers } from '@postern/core/mail-settings';
import type { Database } from '@postern/database/database';
import {
  claimDiscovery,
  storeDiscovery,
  storeSources,
  type Conclusion,
  type DiscoveryClaim,
} from '@postern/database/discoveries';
import type { SecretSealer } from '@postern/database/sealed-secret';
import type { TroubleEpisodes } from '@postern/database/trouble-episodes';
import { traced } from '@postern/jobs/tracing';
import type { Logger } from 'pino';
import type { Discover } from './bind-probe.js';
import { insist } from './insist.js';
import { comparePublished } from './published-servers.js';
import { keepLease } from './keep-lease.js';

export type DiscoverParts = {
  readonly database: Database;
  readonly sealer: SecretSealer;
  readonly discover: Discover;
  readonly troubles: TroubleEpisodes;
  readonly log: Logger;
  /** Called when a result was stored; what runs next, such as a try of the best candidate, is still to be chosen. */
  readonly onNext?: (chosen: null) => void;
};

/** The outcome of a job. `not-claimed`: the discovery has ended already, or another worker holds its lease. */
export type DiscoveryOutcome = 'stored' | 'lost-lease' | 'not-claimed';

type Found = { readonly sources: DiscoverySource[]; readonly candidates: readonly FoundCandidate[] };

/** The shortest time between two writes of what the sources have answered, in milliseconds. */
const showEveryMs = 250;

/** Claims a discovery, asks the sources and stores the result, with a try of the best candidate. Throws only for unexpected errors. */
export async function discoverServers(parts: DiscoverParts, id: string): Promise<DiscoveryOutcome> {
  const claim = await claimDiscovery(parts.database, parts.sealer, id);
  if (claim === null) return 'not-claimed';
  return traced('discover', 'consumer', () => discoverClaimed(parts, claim), claim.traceparent);
}

async function discoverClaimed(parts: DiscoverParts, claim: DiscoveryClaim): Promise<DiscoveryOutcome> {
  const { database, sealer } = parts;
  const lease = keepLease(parts, claim);
  const ended = new AbortController();
  const shown = showSources(parts, claim);
  try {
    const { candidates } = await parts.discover(claim.person, {
      saved: claim.saved,
      holder: claim,
      onAttempt: shown.add,
      signal: AbortSignal.any([lease.lost, ended.signal]),
    });
    await shown.stop();
    const found = { sources: shown.sources, candidates };
    const conclusion = conclude(claim, found);
    const store = () => storeDiscovery(database, sealer, claim, found, conclusion);
    const isStored = await insist(store, parts.troubles, lease.lost);
    if (isStored) parts.onNext?.(null);
    return isStored ? 'stored' : 'lost-lease';
  } catch (error) {
    if (lease.lost.aborted) return 'lost-lease';
    throw error;
  } finally {
    ended.abort(); // A probe of a guessed server may still wait for its turn.
    await shown.stop();
    lease.stop();
  }
}

/**
 * The best candidate is verified if somebody waits. What is found with an address may be meant for one person, so it is not
 * compared with the settings of the domain.
 */
function conclude(claim: DiscoveryClaim, found: Found): Conclusion {
  const { startedBy, saved, person } = claim;
  return {
    best: startedBy === null ? null : chooseBest(claim, found.candidates),
    published: saved === null || person.email !== null ? 'unknown' : comparePublished(saved, found),
  };
}

/** The best candidate that whoever asks is shown, as servers that a verification can probe. */
function chooseBest({ trustedOnly, saved }: DiscoveryClaim, candidates: readonly FoundCandidate[]) {
  const best = candidates.find(({ trust }) => !trustedOnly || isTrusted(trust));
  return best === undefined ? null : { rank: best.rank, servers: serversOf(best, saved) };
}

function serversOf(candidate: FoundCandidate, saved: MailServers | null): MailServers {
  if (candidate.source === 'account-settings' && saved !== null) return saved;
  if (candidate.kind === 'exchange') return { kind: 'exchange', exchange: candidate.exchange };
  const { kind, imap, smtp } = candidate;
  return { kind, imap, smtp, allowNonSecureCertificate: false };
}

/** Shows what the sources answer while others are still asked. No write begins after `stop`, which waits for the last one. */
function showSources({ database, sealer, troubles, log }: DiscoverParts, claim: DiscoveryClaim) {
  const sources: DiscoverySource[] = [];
  let written = 0;
  let writing: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    if (written === sources.length) return;
    written = sources.length;
    writing = writing
      .then(() => storeSources(database, sealer, claim, sources))
      .catch(troubles.orElse((error) => log.error({ err: error }, 'could not show the sources')));
  }, showEveryMs);
  return {
    sources,
    add: (source: DiscoverySource) => void sources.push(source),
    stop(): Promise<void> {
      clearInterval(timer);
      return writing;
    },
  };
}
