import type { FoundCandidate } from '@postern/core/discovery';
import type { DiscoveryResult } from '../../src/discover.js';

/** What the discoveries of all scenarios gave, and what the servers of the world have seen. */
export type WorldOutcome = {
  /** Of each domain; `runMs` is the time that the discovery took, without the pauses of its process. */
  readonly outcomes: Record<
    string,
    { readonly result: DiscoveryResult; readonly runMs: number; readonly seen: number }
  >;
  /** Packets towards addresses that the egress policy does not allow, and towards allowed ones that do not answer. */
  readonly blockedPackets: number;
  readonly silentPackets: number;
  readonly httpConnections: number;
  readonly forbiddenHeaders: readonly string[];
  readonly requests: readonly string[];
};

/** Writes a candidate in one line, e.g. `autoconfig verified imap.a.example:993 implicit, smtp.a.example:465 implicit`. */
export function describeCandidate(candidate: FoundCandidate): string {
  const sources = `${candidate.sources.join('+')} ${candidate.trust}`;
  if (candidate.kind === 'exchange') return `${sources} ${candidate.exchange.url}`;
  const [imap, smtp] = [candidate.imap, candidate.smtp].map(
    ({ host, port, tls }) => `${host}:${port} ${tls}`,
  );
  return `${sources} ${imap}, ${smtp}`;
}
