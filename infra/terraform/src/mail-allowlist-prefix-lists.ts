import { capabilities } from '@postern/firewall/capability';
import type { AddressSet, RuleSet } from '@postern/firewall/rule-set';
import { safeText } from '@postern/firewall/safe-text';
import { formatPrefix } from '@postern/core/prefix';
import { Construct } from 'constructs';
import { Ec2ManagedPrefixList } from './bindings/ec2-managed-prefix-list.js';

export type MailAllowlistPrefixListsProps = {
  readonly ruleSet: RuleSet;
  /** Starts every list's name; default `postern`. */
  readonly namePrefix?: string;
};

/** Room to grow without replacing the list's size and its weight in the rule quota. */
const headroom = 4;

/** One managed prefix list, or several for a list that is longer than AWS takes in one. */
export type PrefixListChunk = {
  readonly name: string;
  readonly prefixes: readonly string[];
  readonly maxEntries: number;
};

/**
 * Cuts a set into lists of at most 100 entries, headroom included. The first keeps the plain name, so that a list that
 * grows beyond one does not rename it.
 */
export function prefixListChunks({ key, prefixes }: AddressSet, namePrefix = 'postern'): PrefixListChunk[] {
  const room = capabilities['terraform-aws'].entriesPerSet - headroom;
  return Array.from({ length: Math.ceil(prefixes.length / room) }, (_, index) => {
    const own = prefixes.slice(index * room, (index + 1) * room).map(formatPrefix);
    const name = index === 0 ? `${namePrefix}-${key}` : `${namePrefix}-${key}-${index + 1}`;
    return { name, prefixes: own, maxEntries: own.length + headroom };
  });
}

/** Managed prefix lists for the sets of a rule set: never one for two protocols, data centres or families. */
export class MailAllowlistPrefixLists extends Construct {
  /** The lists by the key of their set, in order. */
  readonly listsBySet: ReadonlyMap<string, readonly Ec2ManagedPrefixList[]>;

  constructor(scope: Construct, id: string, { ruleSet, namePrefix }: MailAllowlistPrefixListsProps) {
    super(scope, id);
    const tags = { 'postern-revision': String(ruleSet.revision), 'postern-sha256': ruleSet.sha256 };
    this.listsBySet = new Map(
      ruleSet.sets.map((set) => {
        const lists = prefixListChunks(set, namePrefix).map(
          ({ name, prefixes, maxEntries }) =>
            new Ec2ManagedPrefixList(this, name, {
              name: safeText(name, 255),
              addressFamily: set.family === 4 ? 'IPv4' : 'IPv6',
              maxEntries,
              entry: prefixes.map((cidr) => ({ cidr })),
              tags,
            }),
        );
        return [set.key, lists];
      }),
    );
  }
}
