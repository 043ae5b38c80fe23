import type { EndpointName } from '@postern/core/endpoint-name';
import { familyOf, mergePrefixes, subtractPrefixes, type PrefixSet } from '@postern/core/prefix-set';
import { capabilities } from '@postern/firewall/capability';
import { distinct, type AddressSet, type RuleSet } from '@postern/firewall/rule-set';
import { objectName } from '@postern/firewall/safe-text';
import type { DeployedLists } from './deployed-lists.js';
import { UsageError } from './usage-error.js';

/**
 * A deployed list that differs from the allowlist: the addresses that it lacks, and the addresses that should not
 * be in it.
 */
export type Drift = { readonly list: string; readonly missing: PrefixSet; readonly unexpected: PrefixSet };

/** The protocol and address family of a plain list of prefixes, which does not name them itself. */
export type Expectation = { readonly protocol?: EndpointName; readonly family?: 4 | 6 };

/**
 * Returns the differences between the deployed lists and a rule set (B5). Compares addresses, regardless of
 * notation. An empty result means no drift.
 */
export function checkDrift(
  ruleSet: RuleSet,
  deployed: DeployedLists,
  expectation: Expectation = {},
): Drift[] {
  const compare = (list: string, wanted: PrefixSet, found: PrefixSet): Drift => ({
    list,
    missing: subtractPrefixes(wanted, found),
    unexpected: subtractPrefixes(found, wanted),
  });
  return pairs(ruleSet, deployed, expectation)
    .map(({ list, wanted, found }) => compare(list, wanted, found))
    .filter(({ missing, unexpected }) => missing.length + unexpected.length > 0);
}

type Pair = { readonly list: string; readonly wanted: PrefixSet; readonly found: PrefixSet };

function pairs(ruleSet: RuleSet, { format, lists }: DeployedLists, expectation: Expectation): Pair[] {
  if (format === 'text') return [plainPair(ruleSet, lists.get('') ?? [], expectation)];
  if (format === 'iptables') return portPairs(ruleSet, lists, expectation);
  const found = new Map<string, PrefixSet>();
  for (const [name, prefixes] of lists) {
    const key = listKey(ruleSet, name);
    if (key !== null) found.set(key, mergePrefixes([...(found.get(key) ?? []), ...prefixes]));
  }
  const wanted = new Map(ruleSet.sets.map(({ key, prefixes }) => [key, prefixes]));
  const keys = [...new Set([...wanted.keys(), ...found.keys()])].sort();
  return keys.map((list) => ({ list, wanted: wanted.get(list) ?? [], found: found.get(list) ?? [] }));
}

function plainPair({ sets }: RuleSet, found: PrefixSet, { protocol, family }: Expectation): Pair {
  if (protocol === undefined) throw new UsageError('A plain list does not name its protocol: add --protocol');
  const wanted = mergePrefixes(
    sets.filter(({ origin }) => origin === protocol).flatMap(({ prefixes }) => prefixes),
  );
  return { list: protocol, wanted: family === undefined ? wanted : familyOf(wanted, family), found };
}

/**
 * Pairs the sources of iptables rules with their list. A rule names only the port that it opens; the list is that
 * of the protocol which uses the port in the settings.
 */
function portPairs(
  { services, sets }: RuleSet,
  lists: ReadonlyMap<string, PrefixSet>,
  { family }: Expectation,
): Pair[] {
  if (services.length === 0)
    throw new UsageError(
      'iptables rules name only ports: name your servers with --settings, or with --imap and --smtp',
    );
  return distinct(services.map(({ port }) => port)).map((port) => {
    const found = mergePrefixes([
      ...(lists.get(`tcp/${port}`) ?? []),
      ...sets.filter((set) => lists.has(`tcp/${port} ${ipsetName(set)}`)).flatMap(({ prefixes }) => prefixes),
    ]);
    const protocols = services.filter((service) => service.port === port).map(({ protocol }) => protocol);
    const wanted = sets
      .filter(({ origin }) => origin !== 'further' && protocols.includes(origin))
      .flatMap(({ prefixes }) => prefixes);
    return {
      list: `tcp/${port}`,
      wanted: familyOf(mergePrefixes(wanted), family ?? found[0]?.family ?? 4),
      found,
    };
  });
}

/**
 * Returns the key of the list that a name on a device belongs to. Postern's targets write names such as
 * `postern_imap4`, `postern-imap4`, and `postern-imap4-2` for the second part of a list. A list of Postern that is
 * no longer in the rule set keeps its name as the key. `null` for any other name, such as that of a set with
 * servers' addresses.
 */
function listKey({ sets }: RuleSet, name: string): string | null {
  const known = sets.find((set) => [nftName(set), ipsetName(set)].includes(name) || isPart(set, name));
  if (known !== undefined) return known.key;
  const bare = name.replace(/^.*?[-_](?=(?:imap|smtp|exch|more)[46])/, '').replace(/_/g, '-');
  return /^(?:imap|smtp|exch|more)[46](?:-|$)/.test(bare) ? bare : null;
}

/** Whether a name is that of a managed prefix list: any prefix, the key, and a number from the second part on. */
function isPart({ key }: AddressSet, name: string): boolean {
  const at = name.lastIndexOf(`-${key}`);
  return at >= 0 && /^(?:-\d+)?$/.test(name.slice(at + key.length + 1));
}

function nftName({ key }: AddressSet): string {
  return objectName(`postern_${key}`, capabilities.nftables);
}

function ipsetName({ key }: AddressSet): string {
  return objectName(`postern_${key}`, capabilities.iptables);
}
