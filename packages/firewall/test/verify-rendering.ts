import { formatPrefix } from '@postern/core/prefix';
import type { ParsedRule, Side } from './parsed-rule.js';
import { expectedRules, tuples } from './parsed-rule.js';
import { reparseAnsible } from './device-ansible.js';
import { reparseAsa, reparseFortigate, reparsePaloalto } from './reparse-appliances.js';
import { reparseFirewalld, reparseUfw, reparseWindows } from './reparse-hosts.js';
import { reparseJuniper } from './reparse-juniper.js';
import { reparseDovecot, reparseFeed, reparsePostfix } from './reparse-lists.js';
import { reparseMikrotik } from './reparse-mikrotik.js';
import { reparseOpnsense, reparsePfsense } from './reparse-pf.js';
import { reparseIptables, reparseNftables } from './reparse-packet-filters.js';
import { reparsePolicies } from './reparse-policies.js';
import { Fault, type TextFile } from './strict-cidr.js';
import type { RuleSet } from '../src/rule-set.js';
import { renderTarget } from '../src/targets.js';

/** The targets whose output says who may reach what, each with its re-parser and the side of the NAT that it names. */
export const ruleReparsers: Readonly<
  Record<string, { side: Side; reparse: (files: readonly TextFile[]) => ParsedRule[] }>
> = {
  nftables: { side: 'private', reparse: reparseNftables },
  iptables: { side: 'private', reparse: reparseIptables },
  ufw: { side: 'private', reparse: reparseUfw },
  firewalld: { side: 'private', reparse: reparseFirewalld },
  windows: { side: 'private', reparse: reparseWindows },
  fortigate: { side: 'private', reparse: reparseFortigate },
  paloalto: { side: 'public', reparse: reparsePaloalto },
  mikrotik: { side: 'private', reparse: reparseMikrotik },
  'juniper-srx': { side: 'private', reparse: reparseJuniper },
  opnsense: { side: 'private', reparse: reparseOpnsense },
  pfsense: { side: 'private', reparse: reparsePfsense },
  'cisco-asa': { side: 'private', reparse: reparseAsa },
  ansible: { side: 'private', reparse: reparseAnsible },
  kubernetes: { side: 'pods', reparse: reparsePolicies },
  cilium: { side: 'pods', reparse: reparsePolicies },
};

/** Parameters with which a target names the servers, where its own do not. */
const reparsedParameters: Readonly<Record<string, object>> = {
  firewalld: { place: 'router' },
  ansible: { place: 'router' },
};

/** Renders a target so that its files can be read back. */
export function renderReparsed(target: string, ruleSet: RuleSet): readonly TextFile[] {
  return renderTarget(target, ruleSet, reparsedParameters[target] ?? {}).files;
}

/** The targets that are lists only. */
const listReparsers: Readonly<
  Record<string, (files: readonly TextFile[], ruleSet: RuleSet) => readonly [found: unknown, wanted: unknown]>
> = {
  feed: (files, { sets }) => [
    [...reparseFeed(files)],
    sets.map(({ key, prefixes }) => [key, prefixes.map(formatPrefix)]),
  ],
  postfix: (files, ruleSet) => [reparsePostfix(files).sort(), listOf(ruleSet, 'smtp')],
  dovecot: (files, ruleSet) => [
    reparseDovecot(files).sort(),
    [...new Set([...listOf(ruleSet, 'imap'), ...listOf(ruleSet, 'smtp')])].sort(),
  ],
};

function listOf({ sets }: RuleSet, origin: string): string[] {
  return sets
    .filter((set) => set.origin === origin)
    .flatMap(({ prefixes }) => prefixes.map(formatPrefix))
    .sort();
}

/** What is wrong with rendered files: null if reading them back gives exactly the rule set. */
export function verifyRendering(target: string, files: readonly TextFile[], ruleSet: RuleSet): string | null {
  try {
    const rules = ruleReparsers[target];
    const [found, wanted] =
      rules === undefined
        ? listReparsers[target]!(files, ruleSet)
        : [tuples(rules.reparse(files)), tuples(expectedRules(ruleSet, rules.side, formatPrefix))];
    return JSON.stringify(found) === JSON.stringify(wanted)
      ? null
      : `found ${JSON.stringify(found)}, wanted ${JSON.stringify(wanted)}`;
  } catch (error) {
    if (error instanceof Fault) return error.message;
    throw error;
  }
}

/** Every target that can be read back. */
export const verifiedTargets: readonly string[] = [
  ...Object.keys(ruleReparsers),
  ...Object.keys(listReparsers),
];

/** The targets that are lists without servers and ports. */
export const listTargets: readonly string[] = Object.keys(listReparsers);
