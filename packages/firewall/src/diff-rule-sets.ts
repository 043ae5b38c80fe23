import type { PrefixSet } from '@postern/core/prefix-set';
import { subtractPrefixes } from '@postern/core/prefix-set';
import type { RuleSet } from './rule-set.js';

/** What changed between two rule sets; prefixes are differences of addresses, not of notation. */
export type RuleSetDiff = {
  readonly sets: readonly { readonly key: string; readonly added: PrefixSet; readonly removed: PrefixSet }[];
  readonly addedRules: readonly string[];
  readonly removedRules: readonly string[];
};

/** Compares sets by key and rules by id; sets without a difference are left out. */
export function diffRuleSets(before: RuleSet, after: RuleSet): RuleSetDiff {
  const prefixes = (ruleSet: RuleSet, key: string) =>
    ruleSet.sets.find((set) => set.key === key)?.prefixes ?? [];
  const keys = [...new Set([...before.sets, ...after.sets].map(({ key }) => key))].sort();
  const sets = keys
    .map((key) => {
      const [old, fresh] = [prefixes(before, key), prefixes(after, key)];
      return { key, added: subtractPrefixes(fresh, old), removed: subtractPrefixes(old, fresh) };
    })
    .filter(({ added, removed }) => added.length + removed.length > 0);
  const missing = (from: RuleSet, without: RuleSet) =>
    from.rules.map(({ id }) => id).filter((id) => !without.rules.some((rule) => rule.id === id));
  return { sets, addedRules: missing(after, before), removedRules: missing(before, after) };
}
