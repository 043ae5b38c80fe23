import { z } from 'zod';
import { cidrSchema } from '@postern/core/allowlist-document';
import type { Finding } from '@postern/core/finding';
import { isPrefix, parsePrefix } from '@postern/core/prefix';
import { familyOf, mergePrefixes } from '@postern/core/prefix-set';
import { servesFamily, type AddressSet, type Rule, type RuleSet } from './rule-set.js';

/** The parameters of targets that can also turn everybody else away. */
export const modeParameters = {
  mode: z.enum(['permit', 'exclusive']).default('permit').meta({
    description: 'permit adds rules and drops nobody; exclusive also drops everybody else on the same ports.',
  }),
  furtherSources: z.array(cidrSchema).max(1000).default([]).meta({
    description: 'In exclusive mode: who else may connect, e.g. your office and VPN.',
  }),
};

/** Ports where the whole internet connects: public mail, and OWA and phones beside Exchange. */
const publicPorts: ReadonlySet<number> = new Set([25, 443]);
const families = [4, 6] as const;

/**
 * Adds, for every server and port, allow rules for the further sources and a deny of everybody else, in both families
 * (IPv4 alone would leave IPv6 open). For ports 25 and 443 that is refused without further sources: the finding
 * `exclusive-refused` is an error, and those ports keep their allow rules only.
 */
export function makeExclusive(ruleSet: RuleSet, furtherSources: readonly string[]): RuleSet {
  const further = mergePrefixes(furtherSources.map(parsePrefix).filter(isPrefix));
  const sets = families
    .map((family): AddressSet => ({ key: `more${family}`, origin: 'further', dataCenter: null, family, prefixes: familyOf(further, family) }))
    .filter(({ prefixes }) => prefixes.length > 0);
  const ports = new Map(ruleSet.services.map(({ key, port }) => [key, port]));
  const guarded = new Map(
    ruleSet.rules.map(({ destination, service }) => [`${ports.get(service)}-${destination}`, { destination, service }]),
  );
  const serves = (host: string, family: 4 | 6) => servesFamily(ruleSet.destinations.find((destination) => destination.host === host)!, family);
  const places = [...guarded];
  const isRefused = (service: string) => publicPorts.has(ports.get(service)!) && further.length === 0;
  const refused = places.filter(([, { service }]) => isRefused(service));
  const closed = places.filter(([, { service }]) => !isRefused(service));
  const rules = closed.flatMap(([name, place]) => [
    ...sets.filter(({ family }) => serves(place.destination, family)).map(({ key, family }): Rule => ({ ...place, id: `more-${name}-${family}`, action: 'allow', family, source: key, comment: `Postern: your own sources to ${place.destination}` })),
    ...families.filter((family) => serves(place.destination, family)).map((family): Rule => ({ ...place, id: `deny-${name}-${family}`, action: 'deny', family, source: { any: true }, comment: `Postern: nobody else to ${place.destination}` })),
  ]);
  const findings = refused.map(([, { destination, service }]): Finding => ({
    level: 'error',
    code: 'exclusive-refused',
    text: `Port ${ports.get(service)} of ${destination} stays open to others: closing it would cut off public mail or phones; name further sources first`,
  }));
  return {
    ...ruleSet,
    mode: 'exclusive',
    sets: [...ruleSet.sets, ...sets],
    rules: [...ruleSet.rules, ...rules.filter(({ action }) => action === 'allow'), ...rules.filter(({ action }) => action === 'deny')],
    findings: [...ruleSet.findings, ...findings],
  };
}
