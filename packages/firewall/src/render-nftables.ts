import { formatPrefix } from '@postern/core/prefix';
import { z } from 'zod';
import { capabilities } from './capability.js';
import { makeExclusive, modeParameters } from './make-exclusive.js';
import {
  addressesOf,
  distinct,
  portAt,
  resolveRules,
  unknownServers,
  type AddressSet,
  type Destination,
  type ResolvedRule,
  type RuleSet,
} from './rule-set.js';
import { objectName, safeText } from './safe-text.js';
import { ownName } from './reserved-names.js';
import { nftApplyScript, nftRemoveScript, type NftNames } from './nftables-scripts.js';
import { defineTarget, headerLines, type Rendering } from './target.js';

/** What nft takes for a table or chain, without what it reserves. */
const identifier = ownName(
  /^[a-z][a-z0-9_]{0,30}$/,
  'Lower-case letters, digits and underscores, at most 31',
);

/** What a customer can choose. */
export const nftablesParameters = {
  ...modeParameters,
  place: z.enum(['router', 'mail-server']).default('router').meta({
    title: 'Where the rules run',
    description:
      'router: rules name the server’s address; mail-server: they run on the server and name itself.',
  }),
  table: identifier.default('filter').meta({
    title: 'Table',
    description:
      'Your inet table; in exclusive mode the name of a table of our own (“filter” stands for “postern” there).',
  }),
  chain: identifier.default('postern').meta({ title: 'Chain' }),
};
export type NftablesParameters = z.output<z.ZodObject<typeof nftablesParameters>>;

/** Sets and a chain in the customer's own table, or in exclusive mode a table that stands alone. */
export const nftablesTarget = defineTarget({
  id: 'nftables',
  capability: capabilities.nftables,
  label: 'Linux nftables',
  kind: 'packet-filter',
  proof: 'nft and TCP connections in a network namespace',
  parameters: z.strictObject(nftablesParameters),
  render: renderNftables,
});

/** The rules, and the scripts that apply and remove them. */
export function renderNftables(
  permitted: RuleSet,
  given: NftablesParameters,
  previous: RuleSet | null,
): Rendering {
  const ruleSet = given.mode === 'exclusive' ? makeExclusive(permitted, given.furtherSources) : permitted;
  const text = [
    ...headerLines(ruleSet).map((line) => `# ${line}`),
    ...body(ruleSet, given, previous),
    '',
  ].join('\n');
  return {
    files: [{ path: 'postern.nft', mediaType: 'text/plain', text }],
    removes: [nftApplyScript(ruleSet, namesOf(given)), nftRemoveScript(ruleSet, namesOf(given))],
    findings: ruleSet.findings,
  };
}

/**
 * Lists that an earlier revision may have left behind; postern.nft deletes them by name. nft has no wildcard, so
 * postern-apply.sh finds all others.
 */
const usualKeys = ['imap', 'smtp', 'exch', 'hook', 'more'].flatMap((name) => [`${name}4`, `${name}6`]);

/**
 * One transaction that never deletes what is in use: packets meet the old rules or the new ones, and none meets no
 * rules. In exclusive mode the table is our own and its chain has a hook; else the chain waits for the customer's jump.
 */
function body(ruleSet: RuleSet, given: NftablesParameters, previous: RuleSet | null): string[] {
  const at = tableOf(given);
  const chain = chainOf(given);
  const hook = given.place === 'router' ? 'forward' : 'input';
  const spec = given.mode === 'exclusive' ? ` { type filter hook ${hook} priority -5; policy accept; }` : '';
  return [
    ...instructions(given),
    ...otherModes(given),
    `add chain ${at} ${chain}${spec}`,
    `flush chain ${at} ${chain}`,
    ...goneSets(ruleSet, previous).flatMap(({ name, family }) => [
      `add set ${at} ${name} { type ipv${family}_addr; flags interval; }`,
      `delete set ${at} ${name}`,
    ]),
    ...ruleSet.sets.flatMap((set) => [
      `add set ${at} ${setName(set.key)} { ${setType(set.family)} comment "${setComment(set)}"; }`,
      `flush set ${at} ${setName(set.key)}`,
      `add element ${at} ${setName(set.key)} {`,
      ...elementLines(set),
      '}',
    ]),
    ...(given.place === 'mail-server' ? [] : unknownServers(ruleSet)).flatMap(({ host, family }) => [
      `# Nothing reaches ${host} over IPv${family} until you fill in its address, which later loads keep:`,
      `# nft add element ${at} ${serverSet(host, family)} { ADDRESS-OF-${host} }`,
      '# Then run sh postern-apply.sh again: it saves the address for a restart, if the rules are loaded at boot.',
      `add set ${at} ${serverSet(host, family)} { ${setType(family)} comment "address of ${safeText(host, 100)}"; }`,
    ]),
    ...ruleLines(ruleSet, given).map((line) => `add rule ${at} ${chain} ${line}`),
  ];
}

function instructions(given: NftablesParameters): string[] {
  if (given.mode === 'exclusive') {
    return [
      '# Load with: nft -f postern.nft, as often as you like. The table is ours alone and needs no jump.',
    ];
  }
  const at = tableOf(given);
  return [
    `# Load with: nft -f postern.nft, as often as you like. Then, once, in the chain of table ${at} that guards`,
    `# your mail server, above its drop: nft insert rule ${at} YOUR_CHAIN jump ${given.chain}`,
    '# An accept here ends only this table: a drop in another table still drops.',
  ];
}

const ownTable = 'inet postern';

function tableOf({ mode, table }: NftablesParameters): string {
  return mode === 'exclusive' && table === 'filter' ? ownTable : `inet ${table}`;
}

const hookChain = (chain: string, hook: 'forward' | 'input') => `${chain}_${hook}`;

/** The chain with the rules. A chain keeps its hook for ever, so each hook has a chain of its own. */
export function chainOf({
  mode,
  place,
  chain,
}: Pick<NftablesParameters, 'mode' | 'place' | 'chain'>): string {
  return mode === 'permit' ? chain : hookChain(chain, place === 'router' ? 'forward' : 'input');
}

function namesOf({ chain }: NftablesParameters): NftNames {
  return { chain, hookChains: [hookChain(chain, 'forward'), hookChain(chain, 'input')] };
}

/** What another mode or place left behind would go on dropping. */
function otherModes(given: NftablesParameters): string[] {
  const table = tableOf(given);
  const ownTables = given.mode === 'permit' && table !== ownTable ? [ownTable] : [];
  return [
    ...ownTables.flatMap((own) => [`add table ${own}`, `delete table ${own}`]),
    `add table ${table}`,
    ...namesOf(given)
      .hookChains.filter((chain) => chain !== chainOf(given))
      .flatMap((chain) => [
        `add chain ${table} ${chain}`,
        `flush chain ${table} ${chain}`,
        `delete chain ${table} ${chain}`,
      ]),
  ];
}

function goneSets(ruleSet: RuleSet, previous: RuleSet | null): { name: string; family: 4 | 6 }[] {
  const usual = usualKeys.map((key) => ({ name: setName(key), family: key.endsWith('4') ? 4 : 6 }) as const);
  const before = namedSets(previous);
  const kept = new Set(namedSets(ruleSet).map(({ name }) => name));
  return [...new Map([...usual, ...before].map((set) => [set.name, set])).values()].filter(
    ({ name }) => !kept.has(name),
  );
}

/** The sets of a rule set's lists, and of servers whose addresses the customer fills in. */
function namedSets(ruleSet: RuleSet | null): { name: string; family: 4 | 6 }[] {
  if (ruleSet === null) return [];
  return [
    ...ruleSet.sets.map(({ key, family }) => ({ name: setName(key), family })),
    ...unknownServers(ruleSet).map(({ host, family }) => ({ name: serverSet(host, family), family })),
  ];
}

function elementLines({ prefixes }: AddressSet): string[] {
  return prefixes.map((prefix) => `  ${formatPrefix(prefix)},`);
}

function setType(family: 4 | 6): string {
  return `type ipv${family}_addr; flags interval;`;
}

function setComment({ origin, dataCenter }: AddressSet): string {
  return safeText(
    `Postern ${origin} sources${dataCenter === null ? '' : ` of ${dataCenter}`}`,
    capabilities.nftables.commentLength,
  );
}

function ruleLines(ruleSet: RuleSet, given: NftablesParameters): string[] {
  return distinct(resolveRules(ruleSet).flatMap((resolved) => ruleLine(resolved, given)));
}

/** One line, or none where the server has no address of the family. */
function ruleLine(resolved: ResolvedRule, { place }: NftablesParameters): string[] {
  const { rule, source, destination, service } = resolved;
  const ip = rule.family === 4 ? 'ip' : 'ip6';
  const from = source === null ? `meta nfproto ipv${rule.family}` : `${ip} saddr @${setName(source.key)}`;
  const to = place === 'mail-server' ? 'fib daddr type local' : serverMatch(destination, rule.family, ip);
  if (to === null) return [];
  const verdict = rule.action === 'allow' ? 'ct state new,established accept' : 'drop';
  const comment = place === 'mail-server' ? safeText(`Postern: ${service.key}`, 120) : rule.comment;
  return [`${from} ${to} tcp dport ${portAt(resolved, 'private')} ${verdict} comment "${comment}"`];
}

function serverMatch(destination: Destination, family: 4 | 6, ip: string): string | null {
  if (!destination.isKnown) return `${ip} daddr @${serverSet(destination.host, family)}`;
  const addresses = addressesOf(destination, 'private', family);
  return addresses.length === 0 ? null : `${ip} daddr { ${addresses.join(', ')} }`;
}

/** Ids of data centres hold no underscore, so no two lists get one name. */
function setName(key: string): string {
  return objectName(`postern_${key.replaceAll('-', '_')}`, capabilities.nftables);
}

function serverSet(host: string, family: 4 | 6): string {
  return objectName(`postern_${family}_${host}`, capabilities.nftables);
}
