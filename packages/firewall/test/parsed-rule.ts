import { BlockList } from 'node:net';
import { addressesOf, portAt, resolveRules, type RuleSet } from '../src/rule-set.js';

/** A rule as a re-parser finds it in a rendered file. An unknown server is `?host`, everybody is `any`. */
export type ParsedRule = {
  readonly action: 'allow' | 'deny';
  readonly sources: readonly string[] | 'any';
  readonly family: 4 | 6;
  readonly destination: string;
  readonly port: number;
};

export type ParsedFlow = { readonly source: string; readonly destination: string; readonly port: number };

/** What rendered rules answer, worked out by Node's own `BlockList`, which shares no code with ours. First match wins. */
export function decider(rules: readonly ParsedRule[]): (flow: ParsedFlow) => 'allow' | 'deny' | 'none' {
  const listed = rules.map((rule) => ({
    rule,
    list: rule.sources === 'any' ? null : blockList(rule.sources),
  }));
  return ({ source, destination, port }) => {
    const family = source.includes(':') ? 6 : 4;
    const hit = listed.find(
      ({ rule, list }) =>
        rule.port === port &&
        rule.family === family &&
        rule.destination === destination &&
        (list === null || list.check(source, `ipv${family}`)),
    );
    return hit?.rule.action ?? 'none';
  };
}

/** Throws on host bits and on everything that is not an address with a length. */
function blockList(prefixes: readonly string[]): BlockList {
  const list = new BlockList();
  for (const prefix of prefixes) {
    const [address, length] = prefix.split('/');
    list.addSubnet(address!, Number(length), address!.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list;
}

/** One line for each source, server and port: two sets of lines are equal if two rule sets are. */
export function tuples(rules: readonly ParsedRule[]): string[] {
  const lines = rules.flatMap(({ action, sources, family, destination, port }) =>
    (sources === 'any' ? [`any${family}`] : sources).map(
      (source) => `${action} ${source} ${destination} ${port}`,
    ),
  );
  return [...new Set(lines)].sort();
}

/** Which address of a server a target names; `pods` for one that names its pods. */
export type Side = 'public' | 'private' | 'pods';

/** What the rule set itself says, on one side of the NAT. */
export function expectedRules(
  ruleSet: RuleSet,
  side: Side,
  format: (prefix: { family: 4 | 6; value: bigint; length: number }) => string,
): ParsedRule[] {
  return resolveRules(ruleSet).flatMap((resolved) => {
    const { rule, source, destination } = resolved;
    const places =
      destination.isKnown && side !== 'pods'
        ? addressesOf(destination, side, rule.family)
        : [`?${destination.host}`];
    return places.map((place): ParsedRule => ({
      action: rule.action,
      sources: source === null ? 'any' : source.prefixes.map(format),
      family: rule.family,
      destination: place,
      port: portAt(resolved, side === 'public' ? 'public' : 'private'),
    }));
  });
}
