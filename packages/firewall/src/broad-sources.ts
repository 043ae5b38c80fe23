import { isTooBroad } from '@postern/core/allowlist-lint';
import type { Finding } from '@postern/core/finding';
import { finding } from '@postern/core/findings/finding-texts';
import { formatPrefix, isPrefix, parsePrefix, prefixHolds, type Prefix } from '@postern/core/prefix';
import type { PrefixSet } from '@postern/core/prefix-set';
import type { AddressSet } from './rule-set.js';

/** Networks of the customer's own (RFC 1918, RFC 4193): nobody on the internet has an address in them. */
const privateUse = ['10.0.0.0/8', 'fc00::/7'].map(parsePrefix).filter(isPrefix);

/** Errors for sets that hold a prefix wider than any list may be, e.g. two halves that merged to everything. */
export function broadFindings(sets: readonly AddressSet[]): Finding[] {
  return sets.flatMap(({ key, origin, prefixes }) =>
    prefixes
      .filter((prefix) => isTooBroad(prefix) && !(origin === 'further' && isPrivateUse(prefix)))
      .slice(0, 3)
      .map((prefix) => tooBroad(prefix, key)),
  );
}

/** Errors for the customer's own further sources; private networks may be as wide as they are. */
export function broadFurtherSources(prefixes: PrefixSet): Finding[] {
  return prefixes
    .filter((prefix) => isTooBroad(prefix) && !isPrivateUse(prefix))
    .map((prefix) => tooBroad(prefix));
}

function tooBroad(prefix: Prefix, list?: string): Finding {
  return finding('error', 'sources-too-broad', {
    ...(list !== undefined && { list }),
    prefix: formatPrefix(prefix),
  });
}

function isPrivateUse(prefix: Prefix): boolean {
  return privateUse.some((block) => block.length <= prefix.length && prefixHolds(block, prefix));
}
