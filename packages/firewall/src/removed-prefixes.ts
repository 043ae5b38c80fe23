import { formatPrefix } from '@postern/core/prefix';
import type { EndpointName } from '@postern/core/endpoint-name';
import type { RuleSet } from './rule-set.js';

/**
 * The prefixes that were written for one revision and are not for the next: what the parameter `removed` of ufw and
 * ASA takes. By notation, not by address: a /24 that became a /25 is removed as a /24.
 */
export function removedPrefixes(before: RuleSet, after: RuleSet): { protocol: EndpointName; cidr: string }[] {
  const lines = (ruleSet: RuleSet) =>
    ruleSet.sets.flatMap(({ origin, prefixes }) =>
      origin === 'further'
        ? []
        : prefixes.map((prefix) => ({ protocol: origin, cidr: formatPrefix(prefix) })),
    );
  const kept = new Set(lines(after).map(({ protocol, cidr }) => `${protocol} ${cidr}`));
  return lines(before).filter(({ protocol, cidr }) => !kept.has(`${protocol} ${cidr}`));
}
