import { z } from 'zod';
import { cidrSchema } from '@postern/core/allowlist-document';
import { finding } from '@postern/core/findings/finding-texts';
import { isPrefix, parsePrefix } from '@postern/core/prefix';
import { familyOf, mergePrefixes } from '@postern/core/prefix-set';
import { broadFindings } from './broad-sources.js';
import {
  resolveRules,
  servesFamily,
  type AddressSet,
  type Destination,
  type Rule,
  type RuleSet,
} from './rule-set.js';
import { safeText } from './safe-text.js';

/** The parameters of targets that can also turn everybody else away. */
export const modeParameters = {
  mode: z.enum(['permit', 'exclusive']).default('permit').meta({
    title: 'Mode',
    description: 'permit adds rules and drops nobody; exclusive also drops everybody else on the same ports.',
  }),
  furtherSources: z.array(cidrSchema).max(1000).default([]).meta({
    title: 'Further sources',
    description: 'In exclusive mode: who else may connect, e.g. your office and VPN.',
  }),
};

/** Ports where the whole internet connects: public mail, and OWA and phones beside Exchange. */
const publicPorts: ReadonlySet<number> = new Set([25, 443]);
const families = [4, 6] as const;

/** A server's port, under the name that rules about it carry. */
type Place = {
  readonly name: string;
  readonly port: number;
  readonly service: string;
  readonly destination: Destination;
};

/**
 * Adds, for every server and port, allow rules for the further sources and a deny of everybody else, in both families
 * (IPv4 alone would leave IPv6 open). For ports 25 and 443 that is refused without further sources: the finding
 * `exclusive-refused` is an error, and those ports keep their allow rules only.
 */
export function makeExclusive(ruleSet: RuleSet, furtherSources: readonly string[]): RuleSet {
  const sets = furtherSets(furtherSources);
  const places = openedPlaces(ruleSet);
  const isRefused = ({ port }: Place) => publicPorts.has(port) && sets.length === 0;
  const closed = places.filter((place) => !isRefused(place));
  const findings = places
    .filter(isRefused)
    .map(({ port, destination: { host } }) => finding('error', 'exclusive-refused', { host, port }));
  return {
    ...ruleSet,
    mode: 'exclusive',
    sets: [...ruleSet.sets, ...sets],
    rules: [
      ...ruleSet.rules,
      ...closed.flatMap((place) => furtherRules(place, sets)),
      ...closed.flatMap(denyRules),
    ],
    findings: [...ruleSet.findings, ...broadFindings(sets), ...findings],
  };
}

function furtherSets(furtherSources: readonly string[]): AddressSet[] {
  const further = mergePrefixes(furtherSources.map(parsePrefix).filter(isPrefix));
  return families
    .map((family): AddressSet => {
      const prefixes = familyOf(further, family);
      return { key: `more${family}`, origin: 'further', dataCenter: null, family, prefixes };
    })
    .filter(({ prefixes }) => prefixes.length > 0);
}

function openedPlaces(ruleSet: RuleSet): Place[] {
  const places = resolveRules(ruleSet).map(({ destination, service: { key, port } }): Place => {
    return { name: `${port}-${destination.host}`, port, service: key, destination };
  });
  return [...new Map(places.map((place) => [place.name, place])).values()];
}

function furtherRules({ name, service, destination }: Place, sets: readonly AddressSet[]): Rule[] {
  return sets
    .filter(({ family }) => servesFamily(destination, family))
    .map(({ key, family }) => ({
      id: `more-${name}-${family}`,
      action: 'allow',
      family,
      source: key,
      destination: destination.host,
      service,
      comment: safeText(`Postern: your own sources to ${destination.host}`, 120),
    }));
}

function denyRules({ name, service, destination }: Place): Rule[] {
  return families
    .filter((family) => servesFamily(destination, family))
    .map((family) => ({
      id: `deny-${name}-${family}`,
      action: 'deny',
      family,
      source: { any: true },
      destination: destination.host,
      service,
      comment: safeText(`Postern: nobody else to ${destination.host}`, 120),
    }));
}
