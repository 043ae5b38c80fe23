import { countText } from '@postern/core/count-text';
import type { ListName } from '@postern/core/list-name';
import { formatPrefix, parsePrefix, isPrefix, type Prefix } from '@postern/core/prefix';
import {
  familyOf,
  findPrefix,
  mergePrefixes,
  subtractPrefixes,
  type PrefixSet,
} from '@postern/core/prefix-set';
import { parseIpAddress } from '@postern/core/ip-address';
import { z } from 'zod';
import { addressesOf, portAt, resolveRules, type RuleSet } from '../rule-set.js';
import type { Deployed, DeployedRule } from './deployed-rules.js';

const flowSchema = z.object({
  source: z.string().meta({ description: 'A prefix, or any.' }),
  destination: z
    .string()
    .meta({ description: 'An address, the labels of pods, or any if the device does not say.' }),
  port: z.int().nullable().meta({ description: 'null for a device that holds a list and no ports.' }),
});
type DriftFlow = z.infer<typeof flowSchema>;

export const driftReportSchema = z
  .object({
    state: z.enum(['same', 'drifted', 'unknown']),
    missing: z.array(flowSchema).meta({ description: 'What the vendor needs and cannot reach.' }),
    wider: z.array(flowSchema).meta({ description: 'What our rules open and the list does not.' }),
    gone: z.array(z.string()).meta({ description: 'What should be there and is not, e.g. a jump.' }),
    unread: z
      .array(z.string())
      .meta({ description: 'Lines that may change the answer and were not understood.' }),
  })
  .meta({ id: 'DriftReport' });
export type DriftReport = z.infer<typeof driftReportSchema>;

export type CheckOptions = {
  /** Which address of a server the device names. `none` if it names no server. */
  readonly side: 'public' | 'private' | 'none';
  /** For devices that hold one list and no ports: whose addresses it holds. */
  readonly list?: readonly ListName[];
};

/** A server's address and port that connections are judged for; `any` address where the device names none. */
type Place = { readonly destination: string; readonly port: number; readonly family: 4 | 6 };

const everything: Readonly<Record<4 | 6, PrefixSet>> = {
  4: [{ family: 4, value: 0n, length: 0 }],
  6: [{ family: 6, value: 0n, length: 0 }],
};
const shownFlows = 10_000;

/** Compares what a device lets in with a rule set, by connections, whatever the notation (B5). */
export function checkDeployed(ruleSet: RuleSet, deployed: Deployed, options: CheckOptions): DriftReport {
  if (options.list !== undefined) return checkList(ruleSet, deployed, options.list);
  const wanted = wantedSources(ruleSet, options);
  const [missing, wider, gone]: [DriftFlow[], DriftFlow[], string[]] = [[], [], [...deployed.gone]];
  const isBlind = options.side === 'none' || ruleSet.destinations.some(({ isKnown }) => !isKnown);
  for (const place of placesOf(wanted, deployed, isBlind)) {
    const needed = wanted.get(keyOf(place)) ?? [];
    const { allowed, ours, open } = sourcesAt(deployed.rules, place, isBlind);
    add(missing, subtractPrefixes(needed, allowed), place);
    add(wider, subtractPrefixes(ours, needed), place);
    const byOthers = subtractPrefixes(subtractPrefixes(needed, ours), subtractPrefixes(needed, allowed));
    if (byOthers.length > 0) gone.push(openedByOthers(place, byOthers.length));
    if (ruleSet.mode === 'exclusive' && isClosed(ruleSet, place)) add(wider, open, place);
  }
  return report({ ...deployed, gone }, missing, wider);
}

function openedByOthers({ destination, port }: Place, count: number): string {
  const server = destination === 'any' ? '' : ` of ${destination}`;
  return `No rule of ours opens port ${port}${server} for ${countText(count, 'prefix', 'prefixes')}; a rule of your own does`;
}

/** Compares a list of prefixes with the lists of the protocols. */
function checkList({ sets }: RuleSet, deployed: Deployed, protocols: readonly ListName[]): DriftReport {
  const all = mergePrefixes(
    sets
      .filter(({ origin }) => origin !== 'further' && protocols.includes(origin))
      .flatMap(({ prefixes }) => prefixes),
  );
  const [missing, wider]: [DriftFlow[], DriftFlow[]] = [[], []];
  for (const family of [4, 6] as const) {
    const needed = familyOf(all, family);
    const place = { destination: 'any', port: null, family };
    const { allowed } = sourcesAt(deployed.rules, { ...place, port: 0 }, true);
    add(missing, subtractPrefixes(needed, allowed), place);
    add(wider, subtractPrefixes(allowed, needed), place);
  }
  return report(deployed, missing, wider);
}

function report(
  { gone, unread }: Deployed,
  missing: readonly DriftFlow[],
  wider: readonly DriftFlow[],
): DriftReport {
  const isDrifted = missing.length + wider.length + gone.length > 0;
  const unclear = unread.length > 0 ? 'unknown' : 'same';
  return {
    state: isDrifted ? 'drifted' : unclear,
    missing: missing.slice(0, shownFlows),
    wider: wider.slice(0, shownFlows),
    gone: [...gone],
    unread: [...unread],
  };
}

/** Per place the sources that must get in. */
function wantedSources(ruleSet: RuleSet, { side }: CheckOptions): Map<string, PrefixSet> {
  const wanted = new Map<string, Prefix[]>();
  for (const resolved of resolveRules(ruleSet)) {
    const { rule, source, destination } = resolved;
    const port = portAt(resolved, side === 'public' ? 'public' : 'private');
    if (source === null) continue;
    const isBlind = side === 'none' || ruleSet.destinations.some(({ isKnown }) => !isKnown);
    const addresses = isBlind ? ['any'] : addressesOf(destination, side as 'public' | 'private', rule.family);
    for (const address of addresses) {
      const key = keyOf({ destination: address, port, family: rule.family });
      wanted.set(key, [...(wanted.get(key) ?? []), ...source.prefixes]);
    }
  }
  return new Map([...wanted].map(([key, prefixes]) => [key, mergePrefixes(prefixes)]));
}

function keyOf({ destination, port, family }: Place): string {
  return `${destination} ${port} ${family}`;
}

/** Every wanted place, and every other one that a deployed rule of ours speaks of: there nothing may be open. */
function placesOf(wanted: ReadonlyMap<string, PrefixSet>, { rules }: Deployed, isBlind: boolean): Place[] {
  const needed = [...wanted.keys()].map((key): Place => {
    const [destination, port, family] = key.split(' ') as [string, string, string];
    return { destination, port: Number(port), family: family === '6' ? 6 : 4 };
  });
  const ports = new Set(needed.map(({ port }) => port));
  const addresses = new Set(needed.map(({ destination }) => destination));
  for (const rule of rules.filter(({ isOurs, action }) => isOurs && action === 'allow')) {
    if (rule.ports === 'any') ports.add(1).add(65535);
    else for (const { first, last } of rule.ports) ports.add(first).add(last);
    if (rule.destinations === 'any') addresses.add('any');
    else if (!isBlind)
      for (const prefix of rule.destinations)
        addresses.add(formatPrefix(prefix).replace(/\/(?:32|128)$/, ''));
  }
  const all = [...addresses].flatMap((destination) =>
    [...ports].flatMap((port) =>
      ([4, 6] as const)
        .filter((family) => destination === 'any' || destination.includes(':') === (family === 6))
        .map((family) => ({ destination, port, family })),
    ),
  );
  return isBlind ? all.filter(({ destination }) => destination === 'any') : all.filter(isReal);
}

/** `any` as a destination stands for servers that are not ours, unless the device never names one. */
function isReal({ destination }: Place): boolean {
  return destination === 'any' || parseIpAddress(destination) !== null || destination.includes('/');
}

/** Who gets in at a place: at all, by rules of ours, and who meets no rule that lets in or turns away. */
function sourcesAt(
  rules: readonly DeployedRule[],
  place: Place,
  isBlind: boolean,
): { allowed: PrefixSet; ours: PrefixSet; open: PrefixSet } {
  const [allowed, ours] = [new FirstMatch(), new FirstMatch()];
  for (const rule of rules) {
    if (!speaksOf(rule, place, isBlind)) continue;
    const sources = rule.sources === 'any' ? everything[place.family] : familyOf(rule.sources, place.family);
    allowed.take(sources, rule.action === 'allow');
    // What a rule of the customer's own lets in would be let in without ours; what it turns away ours cannot let in.
    if (rule.isOurs || rule.action !== 'allow') ours.take(sources, rule.action === 'allow');
  }
  return {
    allowed: allowed.allowed,
    ours: ours.allowed,
    open: subtractPrefixes(everything[place.family], allowed.decided),
  };
}

/** Sources as rules decide about them, the first rule of all that match. */
class FirstMatch {
  allowed: PrefixSet = [];
  decided: PrefixSet = [];

  take(sources: PrefixSet, isAllowed: boolean): void {
    const fresh = this.decided.length === 0 ? sources : subtractPrefixes(sources, this.decided);
    this.decided = mergePrefixes([...this.decided, ...sources]);
    if (isAllowed) this.allowed = mergePrefixes([...this.allowed, ...fresh]);
  }
}

function speaksOf(
  { ports, destinations }: DeployedRule,
  { destination, port }: Place,
  isBlind: boolean,
): boolean {
  if (ports !== 'any' && !ports.some(({ first, last }) => first <= port && port <= last)) return false;
  if (destinations === 'any' || isBlind) return true;
  if (destination === 'any') return false;
  const prefix = parsePrefix(destination);
  const address = isPrefix(prefix) ? prefix : parseIpAddress(destination);
  return address !== null && findPrefix(destinations, address) !== null;
}

/** Whether the rule set turns everybody else away there; ports 25 and 443 may stay open. */
function isClosed(ruleSet: RuleSet, { port, family }: Place): boolean {
  return resolveRules(ruleSet).some(
    (resolved) =>
      resolved.rule.action === 'deny' &&
      resolved.rule.family === family &&
      [portAt(resolved, 'public'), portAt(resolved, 'private')].includes(port),
  );
}

function add(
  flows: DriftFlow[],
  sources: PrefixSet,
  { destination, port }: Pick<DriftFlow, 'destination' | 'port'>,
): void {
  for (const prefix of sources) {
    flows.push({ source: prefix.length === 0 ? 'any' : formatPrefix(prefix), destination, port });
  }
}
