import type { Candidate, Discovery, DiscoverySource } from '@postern/core/discovery';
import { isTrusted } from '@postern/core/provenance';
import { findProviderFacts } from '@postern/core/provider-facts/find-provider-facts';
import type { Wait } from '@postern/core/queue';
import type { StoredCandidate, StoredDiscovery } from '@postern/database/discoveries';
import type { Followed } from '../verifications/stream-progress.js';

/** The JSON of a discovery. With `trustedOnly` without the candidates that only an unsigned answer or a guess names. */
export function presentDiscovery(
  stored: StoredDiscovery,
  wait: Wait | null,
  trustedOnly: boolean,
): Discovery {
  const { id, domain, createdAt, startedAt, finishedAt, sources, candidates } = stored;
  const shown = candidates.filter(({ trust }) => !trustedOnly || isTrusted(trust));
  const ranks = new Set(shown.map(({ rank }) => rank));
  return {
    id,
    domain,
    state: finishedAt === null ? 'running' : 'done',
    ...(wait === null ? {} : { wait }),
    startedAt: (startedAt ?? createdAt).toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
    candidates: shown.map((candidate) => ({
      ...presentCandidate(candidate, domain),
      differsFrom: candidate.differsFrom.filter((rank) => ranks.has(rank)),
    })),
    sources: sources.toSorted((one, other) => one.priority - other.priority),
  };
}

function presentCandidate(candidate: StoredCandidate, domain: string): Candidate {
  const hosts =
    candidate.kind === 'imap'
      ? [candidate.imap.host, candidate.smtp.host]
      : [new URL(candidate.exchange.url).hostname];
  const providers = findProviderFacts([...hosts, domain]).map(
    ({ id, provider, demands, source, checkedAt }) => ({ id, provider, demands, source, checkedAt }),
  );
  return { ...candidate, providers };
}

/** The sources of a discovery in the order in which they answered, as `answered` returns them, until it has ended. */
export function followedSources(answered: () => readonly DiscoverySource[]): Followed<Discovery> {
  return { event: 'source', lists: () => [answered()], isDone: ({ state }) => state === 'done' };
}
