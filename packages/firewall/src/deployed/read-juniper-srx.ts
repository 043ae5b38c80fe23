import type { PrefixSet } from '@postern/core/prefix-set';
import {
  joinSources,
  readPorts,
  readSource,
  Unreadable,
  type Deployed,
  type DeployedRule,
} from './deployed-rules.js';
import { readJunosSet, type JunosConfiguration, type JunosPolicy } from './junos-set.js';

/** Match conditions that this reader understands; a policy with another one decides about some connections only. */
const understood = new Set(['source-address', 'destination-address', 'application']);
/** What a policy does beside permitting: log, count, and services that inspect what was let in. */
const harmless = /^(?:permit|log|count|permit application-services|permit services-offload)(?: |$)/;

/**
 * Reads `show configuration | display set` of Junos: the policies between the two zones in order, then the global ones.
 * A zone that is a placeholder stands for the zones between which our policies are.
 */
export function readJuniperSrx(text: string, zones: { fromZone: string; toZone: string }): Deployed {
  const configuration = readJunosSet(text);
  const ours = configuration.policies.filter(({ name }) => name.startsWith('postern-'));
  const context = contextOf(ours, zones);
  if (context === null) {
    return { rules: [], gone: ['There is no policy whose name starts with postern-'], unread: [] };
  }
  const elsewhere = ours.filter((policy) => policy.context !== context && !policy.isInactive);
  const unread = [
    ...configuration.unread,
    ...elsewhere.map(({ name, context: other }) => `policy ${name} stands ${other}, not ${context}`),
  ];
  const found: DeployedRule[] = [];
  const active = [context, 'global'].flatMap((wanted) =>
    configuration.policies.filter((each) => each.context === wanted && !each.isInactive),
  );
  for (const policy of joined(active)) {
    const rules = rulesOf(policy, configuration);
    if (rules === null) unread.push(`policy ${policy.name}`);
    else found.push(...rules);
  }
  const isGone = !found.some(({ isOurs }) => isOurs) && unread.length === 0;
  return {
    rules: found,
    gone: isGone ? [`No policy ${context} whose name starts with postern- is active`] : [],
    unread,
  };
}

/**
 * The policies of a list that was cut in parts as one: they stand beside each other and differ in their source only.
 * Without this, a list of 100,000 addresses is compared 128 times.
 */
function joined(policies: readonly JunosPolicy[]): JunosPolicy[] {
  const all: JunosPolicy[] = [];
  const keyOf = ({ name, context, match, actions, isLimited }: JunosPolicy) =>
    JSON.stringify([
      name.startsWith('postern-'),
      context,
      [...match].filter(([field]) => field !== 'source-address'),
      actions,
      isLimited,
    ]);
  let lastKey = '';
  for (const policy of policies) {
    const key = keyOf(policy);
    const last = all.at(-1);
    const isPart = last !== undefined && key === lastKey && policy.match.has('source-address');
    if (!isPart) all.push({ ...policy, match: new Map(policy.match) });
    else
      last.match.set('source-address', [
        ...(last.match.get('source-address') ?? []),
        ...(policy.match.get('source-address') ?? []),
      ]);
    lastKey = key;
  }
  return all;
}

/** Throws an Unreadable if our policies stand between several zones and the parameters do not say which are meant. */
function contextOf(
  ours: readonly JunosPolicy[],
  { fromZone, toZone }: { fromZone: string; toZone: string },
): string | null {
  if (![fromZone, toZone].some((zone) => zone.startsWith('REPLACE-')))
    return `from-zone ${fromZone} to-zone ${toZone}`;
  const contexts = new Set(ours.map(({ context }) => context));
  if (contexts.size > 1)
    throw new Unreadable(`Policies stand ${[...contexts].join(', and ')}: name the zones that are meant`);
  return [...contexts][0] ?? null;
}

/** Null for a policy that may turn away or let in, under a condition that is not understood; none for a foreign one that lets in. */
function rulesOf(policy: JunosPolicy, configuration: JunosConfiguration): DeployedRule[] | null {
  const { name, match, actions } = policy;
  const isOurs = name.startsWith('postern-');
  const isDeny = actions.some((action) => /^(?:deny|reject)\b/.test(action));
  const isPermit = actions.some((action) => /^permit\b/.test(action));
  const isPlain =
    !policy.isLimited &&
    [...match.keys()].every((field) => understood.has(field)) &&
    actions.every((action) => isDeny || harmless.test(action));
  try {
    if (!isPlain || isDeny === isPermit) throw new Unreadable(name);
    return [
      {
        action: isDeny ? 'deny' : 'allow',
        sources: addressesOf(policy, 'source-address', configuration),
        destinations: addressesOf(policy, 'destination-address', configuration),
        ports: portsOf(policy, configuration),
        isOurs,
        line: `policy ${name}`,
      },
    ];
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return isOurs || !isPermit ? null : [];
  }
}

function addressesOf(
  { match }: JunosPolicy,
  field: string,
  configuration: JunosConfiguration,
): PrefixSet | 'any' {
  const names = match.get(field) ?? [];
  if (names.length === 0) throw new Unreadable(`There is no ${field}`);
  return joinSources(names.map((name) => followAddress(name, configuration)));
}

const everything: Readonly<Record<string, PrefixSet | 'any'>> = {
  any: 'any',
  'any-ipv4': [{ family: 4, value: 0n, length: 0 }],
  'any-ipv6': [{ family: 6, value: 0n, length: 0 }],
};

function followAddress(name: string, configuration: JunosConfiguration): PrefixSet | 'any' {
  if (Object.hasOwn(everything, name)) return everything[name]!;
  const members = configuration.addressSets.get(name);
  if (members !== undefined)
    return joinSources(members.map((member) => followAddress(member, configuration)));
  const value = configuration.addresses.get(name);
  if (value === undefined) throw new Unreadable(`The address ${name} is not in the text`);
  return value.startsWith('REPLACE-') ? 'any' : readSource(value);
}

/** Ports of the applications that Junos predefines for mail and the web. */
const predefined: Readonly<Record<string, number>> = {
  'junos-smtp': 25,
  'junos-http': 80,
  'junos-imap': 143,
  'junos-https': 443,
  'junos-smtps': 465,
  'junos-imaps': 993,
};

const plainFields = new Set(['protocol', 'destination-port', 'description', 'inactivity-timeout']);

function portsOf(
  { match }: JunosPolicy,
  { applications, applicationSets }: JunosConfiguration,
): DeployedRule['ports'] {
  const names = match.get('application') ?? [];
  if (names.length === 0) throw new Unreadable('There is no application');
  if (names.includes('any')) return 'any';
  return names
    .flatMap((name) => applicationSets.get(name) ?? [name])
    .flatMap((name) => {
      if (Object.hasOwn(predefined, name)) return [{ first: predefined[name]!, last: predefined[name]! }];
      const fields = applications.get(name);
      if (fields === undefined) throw new Unreadable(`The application ${name} is not in the text`);
      const isPlain = [...fields.keys()].every((field) => plainFields.has(field));
      if (!isPlain || !fields.has('protocol'))
        throw new Unreadable(`The application ${name} has further conditions`);
      if (fields.get('protocol') !== 'tcp') return [];
      return [readPorts(fields.get('destination-port') ?? '0-65535')];
    });
}
