import { capabilities } from '@postern/firewall/capability';
import type { AddressSet, RuleSet } from '@postern/firewall/rule-set';
import { hashParts } from '@postern/firewall/hash-parts';
import { safeText } from '@postern/firewall/safe-text';
import { formatPrefix } from '@postern/core/prefix';
import { Construct } from 'constructs';
import { Ec2ManagedPrefixList } from './bindings/ec2-managed-prefix-list.js';

export type MailAllowlistPrefixListsProps = {
  readonly ruleSet: RuleSet;
  /** Starts every list's name; default `postern`. */
  readonly namePrefix?: string;
  readonly tags?: Readonly<Record<string, string>>;
  /** Of every entry; default the name prefix and the protocol. AWS shows it, and a plan then names changed entries only. */
  readonly description?: string;
  /** The size of every list; default its entries rounded up to tens. At least the number of entries. */
  readonly maxEntries?: number;
};

/** Sizes come in steps, so that one prefix more seldom changes the size, which every group that refers to it pays for. */
const sizeStep = 10;

/** One managed prefix list, or several for a list that is longer than AWS takes in one. */
export type PrefixListPart = {
  readonly name: string;
  readonly prefixes: readonly string[];
  readonly maxEntries: number;
};

/**
 * Splits a set into lists of at most 100 entries. A prefix goes by its hash, so that one prefix more changes one list and
 * moves none from list to list.
 */
export function prefixListParts(set: AddressSet, key: string, namePrefix = 'postern'): PrefixListPart[] {
  const limit = capabilities['terraform-aws'].entriesPerSet;
  return hashParts(set.prefixes, limit).map(({ bits, prefixes }) => ({
    name: `${namePrefix}-${key}${bits === '' ? '' : `-${bits}`}`,
    prefixes: prefixes.map(formatPrefix),
    maxEntries: Math.min(limit, Math.ceil(prefixes.length / sizeStep) * sizeStep),
  }));
}

/**
 * The key of a set, without the data centre as long as there is only one: getting a data centre is then no reason to
 * replace a list.
 */
function stableKey({ sets }: RuleSet, { key, dataCenter }: AddressSet): string {
  const centers = new Set(sets.map((set) => set.dataCenter));
  return dataCenter !== null && centers.size === 1 ? key.slice(0, -dataCenter.length - 1) : key;
}

/** Managed prefix lists for the sets of a rule set: never one for two protocols, data centres or families. */
export class MailAllowlistPrefixLists extends Construct {
  /** The lists by the key of their set, in order. */
  readonly listsBySet: ReadonlyMap<string, readonly Ec2ManagedPrefixList[]>;

  constructor(
    scope: Construct,
    id: string,
    { ruleSet, namePrefix, tags, description, maxEntries: size }: MailAllowlistPrefixListsProps,
  ) {
    super(scope, id);
    this.listsBySet = new Map(
      ruleSet.sets.map((set) => {
        const lists = prefixListParts(set, stableKey(ruleSet, set), namePrefix).map(
          ({ name, prefixes, maxEntries }) =>
            new Ec2ManagedPrefixList(this, name, {
              name: safeText(name, 255),
              addressFamily: set.family === 4 ? 'IPv4' : 'IPv6',
              maxEntries: size === undefined ? maxEntries : Math.max(size, prefixes.length),
              entry: prefixes.map((cidr) => ({
                cidr,
                description: safeText(description ?? `${namePrefix ?? 'postern'} ${set.origin}`, 255),
              })),
              ...(tags === undefined ? {} : { tags }),
            }),
        );
        return [set.key, lists];
      }),
    );
  }
}
