import { knownProviders } from './known-providers.js';
import type { ProviderFacts } from './provider-fact.js';

/**
 * Returns what is known about the providers of names: server hosts, MX hosts, or domains of addresses, all in lower
 * case. The most specific domain of the table decides for each name; a provider comes once.
 */
export function findProviderFacts(names: readonly string[]): ProviderFacts[] {
  return [...new Set(names.flatMap(findOne))];
}

function findOne(name: string): ProviderFacts[] {
  const matches = knownProviders.flatMap((facts) =>
    facts.domains
      .filter((domain) => name === domain || name.endsWith(`.${domain}`))
      .map((domain) => ({ facts, length: domain.length })),
  );
  const [best] = matches.toSorted((a, b) => b.length - a.length);
  return best === undefined ? [] : [best.facts];
}

/** Returns the rows that nobody has checked for more than this number of days, or ever; those never checked come first. */
export function staleProviderFacts(days: number, now: Date): ProviderFacts[] {
  const oldest = new Date(now.getTime() - days * 86_400_000).toISOString().slice(0, 10);
  return knownProviders
    .filter(({ checkedAt }) => checkedAt === null || checkedAt < oldest)
    .toSorted((a, b) => ((a.checkedAt ?? '') < (b.checkedAt ?? '') ? -1 : 1));
}
