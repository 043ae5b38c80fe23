import type { PrefixSet } from '@postern/core/prefix-set';
import type { Capability } from '../capability.js';
import { planAliases, type PfRule } from '../pf-aliases.js';
import type { RuleSet } from '../rule-set.js';
import {
  joinSources,
  readPorts,
  readSource,
  Unreadable,
  type Deployed,
  type DeployedRule,
  type PortRange,
} from './deployed-rules.js';
import { readPfConfiguration, type DeployedAlias, type PfConfiguration } from './pf-configuration.js';

/**
 * Reads the aliases of OPNsense or pfSense, as exported JSON or as XML of the configuration. A text with filter rules is
 * judged by the pass rules that name our aliases; without them it is judged as if the rules of our sheet were there.
 */
export function readPfAliases(text: string, ruleSet: RuleSet, capability: Capability): Deployed {
  const configuration = readPfConfiguration(text);
  const plan = planAliases(ruleSet, capability);
  const wanted = new Set(plan.aliases.map(({ name }) => name));
  const present = [...wanted].filter((name) => configuration.aliases.has(name));
  if (present.length === 0) {
    return { rules: [], gone: ['There is no alias of ours'], unread: [] };
  }
  const gone = [...wanted].flatMap((name) => absence(name, configuration.aliases.get(name)));
  const unread = [...configuration.unread, ...leftOver(configuration, wanted)];
  const { rules, missing } = rulesOf(configuration, plan.rules);
  const found: DeployedRule[] = [];
  for (const rule of rules) {
    try {
      found.push(deployedRule(rule, configuration));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      unread.push(error.message);
    }
  }
  return { rules: found, gone: [...gone, ...missing], unread: [...new Set(unread)] };
}

function absence(name: string, alias: DeployedAlias | undefined): string[] {
  if (alias === undefined) return [`There is no alias ${name}`];
  return alias.isDisabled ? [`The alias ${name} is disabled`] : [];
}

/** An alias of an earlier revision may still be named by a rule. Tables that the firewall fetches itself are not ours. */
function leftOver({ aliases }: PfConfiguration, wanted: ReadonlySet<string>): string[] {
  return [...aliases]
    .filter(
      ([name, { type }]) =>
        name.startsWith('postern_') && !wanted.has(name) && /^(?:network|host|port)$/.test(type),
    )
    .map(([name]) => `alias ${name} is not of this list: a rule that names it may open more`);
}

/** Rules that name our aliases, and which of the sheet's rules is missing; all of the sheet if the text has no rules. */
function rulesOf(
  { rules, aliases }: PfConfiguration,
  sheet: readonly PfRule[],
): { rules: readonly Pick<PfRule, 'source' | 'destination' | 'port'>[]; missing: string[] } {
  if (rules === null) {
    const isThere = (name: string) => aliases.has(name) && !aliases.get(name)!.isDisabled;
    return {
      rules: sheet.filter((rule) => [rule.source, rule.destination, rule.port].every(isThere)),
      missing: [],
    };
  }
  const isSame = (a: Pick<PfRule, 'source' | 'destination' | 'port'>, b: typeof a) =>
    a.source === b.source && a.destination === b.destination && a.port === b.port;
  const missing = sheet
    .filter((rule) => !rules.some((each) => isSame(each, rule)))
    .map(
      ({ source, destination, port }) =>
        `There is no pass rule for TCP from ${source} to ${destination} port ${port}`,
    );
  const ours = rules.filter((rule) =>
    [rule.source, rule.destination, rule.port].some((name) => name.startsWith('postern_')),
  );
  return { rules: ours, missing };
}

function deployedRule(
  { source, destination, port }: Pick<PfRule, 'source' | 'destination' | 'port'>,
  configuration: PfConfiguration,
): DeployedRule {
  return {
    action: 'allow',
    sources: addressesOf(source, configuration, []),
    destinations: addressesOf(destination, configuration, []),
    ports: port === 'any' ? 'any' : portsOf(port, configuration),
    isOurs: true,
    line: `rule from ${source} to ${destination} port ${port}`,
  };
}

function aliasNamed(name: string, { aliases }: PfConfiguration): DeployedAlias | null {
  const alias = aliases.get(name);
  if (alias === undefined) return null;
  if (alias.isDisabled) throw new Unreadable(`alias ${name} is disabled`);
  return alias;
}

function addressesOf(
  name: string,
  configuration: PfConfiguration,
  path: readonly string[],
): PrefixSet | 'any' {
  if (name === 'any' || name.startsWith('REPLACE-')) return 'any';
  if (path.includes(name)) throw new Unreadable(`alias ${name} names itself`);
  const alias = aliasNamed(name, configuration);
  if (alias === null) return readEntry(name, path.at(-1));
  if (alias.type !== 'network' && alias.type !== 'host')
    throw new Unreadable(`alias ${name} is of the type ${alias.type}, whose addresses are not in this text`);
  return joinSources(alias.entries.map((entry) => addressesOf(entry, configuration, [...path, name])));
}

function readEntry(text: string, alias: string | undefined): PrefixSet | 'any' {
  try {
    return readSource(text);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new Unreadable(alias === undefined ? `rule: ${text}` : `alias ${alias}: ${error.message}`);
  }
}

function portsOf(name: string, configuration: PfConfiguration): PortRange[] {
  const alias = aliasNamed(name, configuration);
  if (alias === null) return [readPorts(name)];
  if (alias.type !== 'port') throw new Unreadable(`alias ${name} is of the type ${alias.type}, not port`);
  return alias.entries.flatMap((entry) => (entry === name ? [] : portsOf(entry, configuration)));
}
