import { describe, expect, test } from '@jest/globals';
import { UnsoundRuleSet, type AddressSet, type RuleSet } from '../src/rule-set.js';
import { scenarios } from './scenarios.js';
import {
  renderReparsed,
  ruleReparsers,
  verifiedTargets,
  verifyRendering,
  listTargets,
} from './verify-rendering.js';

/** A renderer that is broken in one way is the sound one over a rule set that is broken so. */
const mutations: Readonly<Record<string, (ruleSet: RuleSet) => RuleSet>> = {
  'swaps IMAP and SMTP': (ruleSet) =>
    mapSets(ruleSet, (set) => {
      const other = ruleSet.sets.find(
        ({ origin, family }) => origin !== set.origin && family === set.family,
      )!;
      return { ...set, prefixes: other.prefixes };
    }),
  'drops IPv6': (ruleSet) => ({
    ...ruleSet,
    sets: ruleSet.sets.filter(({ family }) => family === 4),
    rules: ruleSet.rules.filter(({ family }) => family === 4),
  }),
  'sets host bits': (ruleSet) =>
    mapSets(ruleSet, (set) => ({
      ...set,
      prefixes: set.prefixes.map((prefix) =>
        prefix.length < 32 ? { ...prefix, value: prefix.value + 1n } : prefix,
      ),
    })),
  'drops one prefix': (ruleSet) =>
    mapSets(ruleSet, (set) => ({ ...set, prefixes: set.prefixes.slice(set.prefixes.length > 1 ? 1 : 0) })),
  'adds a neighbour': (ruleSet) =>
    mapSets(ruleSet, (set) => {
      const last = set.prefixes.at(-1)!;
      const next = last.value + (1n << BigInt((set.family === 4 ? 32 : 128) - last.length));
      return { ...set, prefixes: [...set.prefixes, { ...last, value: next }] };
    }),
};
const ruleMutations: typeof mutations = {
  'opens another port': (ruleSet) => ({
    ...ruleSet,
    services: ruleSet.services.map((service) => ({ ...service, port: service.port + 1 })),
  }),
  'leaves out a rule': (ruleSet) => ({ ...ruleSet, rules: ruleSet.rules.slice(1) }),
  'names another server': (ruleSet) => ({
    ...ruleSet,
    destinations: ruleSet.destinations.map((destination) => ({
      ...destination,
      publicAddresses: ['192.0.2.99', '2001:db8::99'],
      privateAddresses: ['192.0.2.98', '2001:db8::98'],
    })),
  }),
  'swaps two servers': (ruleSet) => ({
    ...ruleSet,
    rules: ruleSet.rules.map((rule) => ({
      ...rule,
      destination: ruleSet.destinations.find(({ host }) => host !== rule.destination)!.host,
    })),
  }),
  'lets everybody in': (ruleSet) => ({
    ...ruleSet,
    rules: ruleSet.rules.map((rule) => ({ ...rule, source: { any: true } as const })),
  }),
};

function mapSets(ruleSet: RuleSet, change: (set: AddressSet) => AddressSet): RuleSet {
  return { ...ruleSet, sets: ruleSet.sets.map(change) };
}

/** The error that the re-parser or the renderer reports for a planted fault. Any other error fails the test, because it does not show that the fault was found. */
function findFault(target: string, broken: RuleSet, sound: RuleSet): string | null {
  try {
    return verifyRendering(target, renderReparsed(target, broken), sound);
  } catch (error) {
    if (error instanceof UnsoundRuleSet) return error.message;
    throw error;
  }
}

const ruleTargets = verifiedTargets.filter((target) => !listTargets.includes(target));

describe('a broken renderer is found', () => {
  const sound = scenarios['both-families']!;
  const cases = [
    ...verifiedTargets.flatMap((target) =>
      Object.entries(mutations).map(([name, mutate]) => ({ target, name, mutate })),
    ),
    ...ruleTargets.flatMap((target) =>
      Object.entries(ruleMutations).map(([name, mutate]) => ({ target, name, mutate })),
    ),
  ];
  // Dovecot's allow_nets holds both lists, so that swapping them changes nothing. Policies name pods, not addresses.
  const isChange = ({ target, name }: (typeof cases)[number]) =>
    (target !== 'dovecot' || name !== 'swaps IMAP and SMTP') &&
    (ruleReparsers[target]?.side !== 'pods' || name !== 'names another server');
  test.each(cases.filter(isChange))('$target that $name', ({ target, mutate }) => {
    const broken = mutate(sound);
    expect(findFault(target, broken, sound)).toMatch(/./);
  });
});
