import type { Finding } from '@postern/core/finding';
import type { ListName } from '@postern/core/list-name';
import type { PrefixSet } from '@postern/core/prefix-set';

/** Where sources come from: one of the vendor's lists, or the customer's own in exclusive mode. */
type SetOrigin = ListName | 'further';

/** Source prefixes of one origin, one data centre and one family: sorted, merged, disjoint, never empty. */
export type AddressSet = {
  readonly key: string;
  readonly origin: SetOrigin;
  /** null where the account has no data centre. */
  readonly dataCenter: string | null;
  readonly family: 4 | 6;
  readonly prefixes: PrefixSet;
};

/** A TCP port that a protocol uses at some of the customer's servers. */
export type Service = { readonly key: string; readonly protocol: ListName; readonly port: number };

/**
 * One of the customer's servers: a mail server, or the receiver of webhooks. Without addresses (`isKnown` false) renderers write a variable or a marked
 * placeholder: they never resolve the name, and never leave the destination out.
 */
export type Destination = {
  readonly host: string;
  readonly isKnown: boolean;
  /** As the internet sees it, canonical text. */
  readonly publicAddresses: readonly string[];
  /** As the server itself has it, behind a NAT. */
  readonly privateAddresses: readonly string[];
  /** The server's own port by the public one, where a NAT changes it. */
  readonly privatePorts?: Readonly<Record<string, number>>;
};

/** Inbound TCP, any source port, stateful. `source` is a set's key; `any` is written out and only ever denied. */
export type Rule = {
  readonly id: string;
  readonly action: 'allow' | 'deny';
  readonly family: 4 | 6;
  readonly source: string | { readonly any: true };
  readonly destination: string;
  readonly service: string;
  /** ASCII without quotes, at most 120 characters. */
  readonly comment: string;
};

/** What a firewall has to do, before any vendor's syntax. Rules apply in order: allows before denies. */
export type RuleSet = {
  readonly vendor: string;
  readonly revision: number;
  readonly sha256: string;
  /** `permit` adds and drops nobody else; `exclusive` also denies everybody else on the same ports. */
  readonly mode: 'permit' | 'exclusive';
  readonly sets: readonly AddressSet[];
  /** Lists of the data centres that the account does not have: no rule uses them, `matchFlow` names them. */
  readonly otherSets: readonly AddressSet[];
  readonly services: readonly Service[];
  readonly destinations: readonly Destination[];
  readonly rules: readonly Rule[];
  readonly findings: readonly Finding[];
};

/** A rule with what its keys stand for. */
export type ResolvedRule = {
  readonly rule: Rule;
  readonly source: AddressSet | null;
  readonly destination: Destination;
  readonly service: Service;
};

/** A rule set that must not be rendered, because it would open more than its lists say. */
export class UnsoundRuleSet extends Error {}

const resolved = new WeakMap<RuleSet, readonly ResolvedRule[]>();

/**
 * The rules in order with their sets, servers and services; `source` is null for the written-out `any`. Throws an
 * UnsoundRuleSet if a rule names what the rule set does not hold, or allows any source.
 */
export function resolveRules(ruleSet: RuleSet): readonly ResolvedRule[] {
  const known = resolved.get(ruleSet) ?? lookUpRules(ruleSet);
  resolved.set(ruleSet, known); // A rule set never changes, and match asks for every connection.
  return known;
}

function lookUpRules(ruleSet: RuleSet): ResolvedRule[] {
  const sets = new Map(ruleSet.sets.map((set) => [set.key, set]));
  const destinations = new Map(ruleSet.destinations.map((destination) => [destination.host, destination]));
  const services = new Map(ruleSet.services.map((service) => [service.key, service]));
  return ruleSet.rules.map((rule) => {
    const source = typeof rule.source === 'string' ? sets.get(rule.source) : null;
    const destination = destinations.get(rule.destination);
    const service = services.get(rule.service);
    if (source === undefined || destination === undefined || service === undefined) {
      throw new UnsoundRuleSet(
        `Rule ${rule.id} names a set, server or service that the rule set does not hold`,
      );
    }
    if (source === null && rule.action === 'allow') {
      throw new UnsoundRuleSet(`Rule ${rule.id} allows any source`);
    }
    return { rule, source, destination, service };
  });
}

/** The addresses of a server on one side of its NAT and of one family. */
export function addressesOf(
  destination: Destination,
  side: 'public' | 'private',
  family: 4 | 6,
): readonly string[] {
  const all = side === 'public' ? destination.publicAddresses : destination.privateAddresses;
  return all.filter((address) => address.includes(':') === (family === 6));
}

/** The port of a rule on one side of its server's NAT. */
export function portAt(
  { destination, service }: Pick<ResolvedRule, 'destination' | 'service'>,
  side: 'public' | 'private',
): number {
  return (side === 'private' ? destination.privatePorts?.[service.port] : undefined) ?? service.port;
}

/** Whether a rule of a family makes sense at a server: it has such an address, or its addresses are not known. */
export function servesFamily(
  { isKnown, publicAddresses, privateAddresses }: Destination,
  family: 4 | 6,
): boolean {
  return (
    !isKnown ||
    [...publicAddresses, ...privateAddresses].some((address) => address.includes(':') === (family === 6))
  );
}

/** The given texts without repetition, in order. */
export function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

/** The servers whose addresses were not given, once for each family that a rule needs. */
export function unknownServers(ruleSet: RuleSet): { host: string; family: 4 | 6 }[] {
  const places = resolveRules(ruleSet)
    .filter(({ destination }) => !destination.isKnown)
    .map(
      ({ rule, destination: { host } }) => [`${host} ${rule.family}`, { host, family: rule.family }] as const,
    );
  return [...new Map(places).values()];
}
