import { formatPrefix } from '@postern/core/prefix';
import type { Capability } from './capability.js';
import { distinctObjects, goneObjects } from './device-objects.js';
import { hashParts } from './hash-parts.js';
import { placeholder } from './placeholder.js';
import { addressesOf, distinct, portAt, resolveRules, type ResolvedRule, type RuleSet } from './rule-set.js';
import { objectName, safeText } from './safe-text.js';

/** An alias of OPNsense or pfSense: networks or ports under a name. It is never empty. */
export type PfAlias = {
  readonly name: string;
  readonly type: 'network' | 'port';
  readonly description: string;
  /** Prefixes, addresses, ports or names of other aliases, each with the list that it is from. */
  readonly entries: readonly { readonly text: string; readonly comment: string }[];
};

/** A pass rule that names aliases only: a person makes it once, and later revisions change its aliases. */
export type PfRule = {
  readonly source: string;
  readonly destination: string;
  readonly port: string;
  readonly description: string;
};

export type PfPlan = { readonly aliases: readonly PfAlias[]; readonly rules: readonly PfRule[] };

/**
 * The aliases of a rule set, and the rules that name them: an alias for the sources of each list, and for the
 * addresses and the ports that a list may reach at a server. What an alias names comes before it.
 */
export function planAliases(ruleSet: RuleSet, capability: Capability): PfPlan {
  const groups = new Map<string, ResolvedRule[]>();
  for (const resolved of resolveRules(ruleSet)) {
    if (resolved.source === null || serverEntries([resolved]).length === 0) continue;
    const key = `${sourceKey(resolved.source.key)} ${resolved.destination.host}`;
    groups.set(key, [...(groups.get(key) ?? []), resolved]);
  }
  const named = (wanted: string) => objectName(wanted, capability);
  const planned = [...groups.values()].map((rules) => groupPlan(rules, named));
  return {
    aliases: [
      ...sourceAliases(ruleSet, capability, named),
      ...merged(planned.map(({ servers }) => servers)),
      ...merged(planned.map(({ ports }) => ports)),
    ],
    rules: planned.map(({ rule }) => rule),
  };
}

/** The names of aliases that only the first plan has, in an order in which nothing is deleted that another one names. */
export function goneAliases(before: PfPlan, after: PfPlan): string[] {
  const objects = ({ aliases }: PfPlan) => aliases.map(({ name }) => ({ id: name, make: [], remove: [] }));
  return goneObjects(objects(before), distinctObjects(objects(after))).map(({ id }) => id);
}

/** Both families of a list are in one alias: `imap4-eu1` and `imap6-eu1` are `imap_eu1`. */
function sourceKey(key: string): string {
  return key.replace(/^([a-z]+)[46]-?/, (_, protocol: string) => (/-/.test(key) ? `${protocol}_` : protocol));
}

function sourceAliases(
  { sets }: RuleSet,
  capability: Capability,
  named: (wanted: string) => string,
): PfAlias[] {
  return distinct(sets.map(({ key }) => sourceKey(key))).flatMap((key) => {
    const own = sets.filter((set) => sourceKey(set.key) === key);
    const commentOf = new Map(own.flatMap((set) => set.prefixes.map((prefix) => [prefix, set.key] as const)));
    const parts = hashParts([...commentOf.keys()], capability.entriesPerSet ?? Number.POSITIVE_INFINITY);
    const alias = (bits: string, entries: PfAlias['entries']): PfAlias => ({
      name: named(`postern_${key}${bits === '' ? '' : `_${bits}`}`),
      type: 'network',
      description: `Postern list ${key}`,
      entries,
    });
    const filled = parts.map(({ bits, prefixes }) =>
      alias(
        bits,
        prefixes.map((prefix) => ({ text: formatPrefix(prefix), comment: commentOf.get(prefix)! })),
      ),
    );
    if (filled.length === 1) return filled;
    return [
      ...filled,
      alias(
        '',
        filled.map(({ name }) => ({ text: name, comment: key })),
      ),
    ];
  });
}

function groupPlan(
  rules: readonly ResolvedRule[],
  named: (wanted: string) => string,
): { servers: PfAlias; ports: PfAlias; rule: PfRule } {
  const { source, destination } = rules[0]!;
  const { host } = destination;
  const comment = safeText(rules[0]!.rule.comment, 120);
  const servers: PfAlias = {
    name: named(`postern_${source!.origin}_to_${host}`),
    type: 'network',
    description: safeText(`Postern addresses of ${host} for ${source!.origin}`, 120),
    entries: serverEntries(rules).map((text) => ({ text, comment: host })),
  };
  const ports: PfAlias = {
    name: named(`postern_${source!.origin}_at_${host}`),
    type: 'port',
    description: safeText(`Postern ports of ${source!.origin} at ${host}`, 120),
    entries: distinct(rules.map((each) => portAt(each, 'private'))).map((port) => ({
      text: String(port),
      comment: source!.origin,
    })),
  };
  const alias = named(`postern_${sourceKey(source!.key)}`);
  const rule = { source: alias, destination: servers.name, port: ports.name, description: comment };
  return { servers, ports, rule };
}

/** The server's own addresses of the families that its rules are for, or one that no firewall accepts until it is filled in. */
function serverEntries(rules: readonly ResolvedRule[]): string[] {
  const { destination } = rules[0]!;
  if (!destination.isKnown) return [placeholder(`ADDRESS-OF-${destination.host}`)];
  return distinct(rules.flatMap(({ rule }) => addressesOf(destination, 'private', rule.family)));
}

/** Two data centres reach the same ports and addresses of a server: aliases of one name are one, with all entries. */
function merged(aliases: readonly PfAlias[]): PfAlias[] {
  const byName = new Map<string, PfAlias>();
  for (const alias of aliases) {
    const entries = [...(byName.get(alias.name)?.entries ?? []), ...alias.entries];
    const byText = new Map(entries.map((entry) => [entry.text, entry]));
    byName.set(alias.name, { ...alias, entries: [...byText.values()] });
  }
  return [...byName.values()];
}
