import type { DiscoverySource, FoundCandidate } from '@postern/core/discovery';
import type { MailServers } from '@postern/core/mail-settings';
import { isTrusted, type SourceName, type Trust } from '@postern/core/provenance';
import { serversKey, type BareServers } from '@postern/core/servers-key';
import type { Published } from '@postern/database/server-hints';

type Found = {
  readonly sources: readonly DiscoverySource[];
  readonly candidates: readonly FoundCandidate[];
};

/**
 * Compares saved servers with those that the trusted source of the highest priority names for the same kind. They are the
 * same if that source names the saved ones, as the first or as alternatives, or if no trusted source names any. A source of
 * equal or higher priority that did not answer may have named the saved ones, so nothing is known then.
 */
export function comparePublished(saved: MailServers, { sources, candidates }: Found): Published {
  const named = candidates
    .filter(({ kind }) => kind === saved.kind)
    .flatMap((candidate) => {
      const source = bestSource(candidate, sources);
      return source === null ? [] : [{ candidate, ...source, isSaved: isNamed(saved, candidate) }];
    })
    .toSorted((one, other) => one.priority - other.priority || Number(other.isSaved) - Number(one.isSaved));
  const [best] = named;
  const silent = sources.some(
    ({ state, priority }) => state === 'unreachable' && priority <= (best?.priority ?? Infinity),
  );
  if (silent) return 'unknown';
  if (best === undefined || best.isSaved) return 'same';
  const { candidate, source, trust } = best;
  const discovered = { source, trust, at: new Date().toISOString() };
  return { rank: candidate.rank, servers: bare(candidate), discovered };
}

type Best = { readonly source: SourceName; readonly trust: Trust; readonly priority: number };

/** The trusted source with the highest priority that names a candidate; null if none does. */
function bestSource({ sources: names }: FoundCandidate, sources: readonly DiscoverySource[]): Best | null {
  const trusted = sources.flatMap(({ source, trust, priority }) =>
    source !== 'account-settings' && names.includes(source) && trust !== null && isTrusted(trust)
      ? [{ source, trust, priority }]
      : [],
  );
  return trusted.toSorted((one, other) => one.priority - other.priority)[0] ?? null;
}

function isNamed(saved: MailServers, candidate: FoundCandidate): boolean {
  if (saved.kind === 'exchange' || candidate.kind === 'exchange')
    return serversKey(saved) === serversKey(candidate);
  const { imap, smtp, alternatives } = candidate;
  return [imap, ...alternatives.imap].some((one) =>
    [smtp, ...alternatives.smtp].some(
      (other) => serversKey({ kind: 'imap', imap: one, smtp: other }) === serversKey(saved),
    ),
  );
}

function bare(candidate: FoundCandidate): BareServers {
  if (candidate.kind === 'exchange') return { kind: 'exchange', exchange: candidate.exchange };
  const { kind, imap, smtp } = candidate;
  return { kind, imap, smtp };
}
