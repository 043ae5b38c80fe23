import { capabilities } from '@postern/firewall/capability';
import type { RuleSet } from '@postern/firewall/rule-set';
import { safeText } from '@postern/firewall/safe-text';
import { formatPrefix } from '@postern/core/prefix';
import { Construct } from 'constructs';
import { Ec2ManagedPrefixList } from './bindings/ec2-managed-prefix-list.js';
import { splitLists, type ListPart } from './split-lists.js';

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
const entriesPerList = capabilities['terraform-aws'].entriesPerSet;

/** The parts of every set, by its key, of which AWS takes each as one prefix list. */
export function prefixListParts(ruleSet: RuleSet): ReadonlyMap<string, readonly ListPart[]> {
  return splitLists(ruleSet, entriesPerList);
}

/** The `max_entries` of the list for a part: its entries rounded up to tens, at most 100. */
export function prefixListSize({ prefixes }: ListPart): number {
  return Math.min(entriesPerList, Math.ceil(prefixes.length / sizeStep) * sizeStep);
}

/** A managed prefix list, and the part of a set that it holds. */
export type PartList = { readonly part: ListPart; readonly list: Ec2ManagedPrefixList };

/** Managed prefix lists for the sets of a rule set: never one for two protocols, data centres or families. */
export class MailAllowlistPrefixLists extends Construct {
  /** The lists by the key of their set, in order. */
  readonly listsBySet: ReadonlyMap<string, readonly Ec2ManagedPrefixList[]>;
  /** The same lists, each with the part of its set. */
  readonly partLists: ReadonlyMap<string, readonly PartList[]>;

  constructor(
    scope: Construct,
    id: string,
    { ruleSet, namePrefix = 'postern', tags, description, maxEntries: size }: MailAllowlistPrefixListsProps,
  ) {
    super(scope, id);
    const parts = prefixListParts(ruleSet);
    this.partLists = new Map(
      ruleSet.sets.map(({ key, family, origin }) => [
        key,
        parts.get(key)!.map((part) => {
          const name = `${namePrefix}-${part.key}`;
          const list = new Ec2ManagedPrefixList(this, name, {
            name: safeText(name, 255),
            addressFamily: family === 4 ? 'IPv4' : 'IPv6',
            maxEntries: size === undefined ? prefixListSize(part) : Math.max(size, part.prefixes.length),
            entry: part.prefixes.map((prefix) => ({
              cidr: formatPrefix(prefix),
              description: safeText(description ?? `${namePrefix} ${origin}`, 255),
            })),
            ...(tags === undefined ? {} : { tags }),
            lifecycle: { createBeforeDestroy: true },
          });
          return { part, list };
        }),
      ]),
    );
    this.listsBySet = new Map([...this.partLists].map(([key, all]) => [key, all.map(({ list }) => list)]));
  }
}
