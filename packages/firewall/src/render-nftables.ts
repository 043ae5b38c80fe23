import { formatPrefix } from '@postern/core/prefix';
import { z } from 'zod';
import { capabilities } from './capability.js';
import { makeExclusive, modeParameters } from './make-exclusive.js';
import {
  addressesOf,
  distinct,
  resolveRules,
  unknownServers,
  type AddressSet,
  type Destination,
  type ResolvedRule,
  type RuleSet,
} from './rule-set.js';
import { objectName, safeText } from './safe-text.js';
import { defineTarget, headerLines } from './target.js';

/** What nft takes for a table or chain, without what it reserves. */
const identifier = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,30}$/, 'Lower-case letters, digits and underscores, at most 31');

const parameters = z.strictObject({
  ...modeParameters,
  place: z.enum(['router', 'mail-server']).default('router').meta({
    description:
      'router: rules name the server’s address; mail-server: they run on the server and name itself.',
  }),
  table: identifier.default('filter').meta({
    description:
      'Your inet table; in exclusive mode the name of a table of our own, which is replaced as a whole.',
  }),
  chain: identifier.default('postern'),
});
type Parameters = z.output<typeof parameters>;

/** Sets and a chain in the customer's own table, or in exclusive mode a table that stands alone. */
export const nftablesTarget = defineTarget({
  id: 'nftables',
  capability: capabilities.nftables,
  label: 'Linux nftables',
  kind: 'packet-filter',
  proof: 'nft and TCP connections in a network namespace',
  parameters,
  render(permitted, given) {
    const ruleSet = given.mode === 'exclusive' ? makeExclusive(permitted, given.furtherSources) : permitted;
    const body = given.mode === 'exclusive' ? standAlone(ruleSet, given) : additive(ruleSet, given);
    const text = [...headerLines(ruleSet).map((line) => `# ${line}`), ...body, ''].join('\n');
    return { files: [{ path: 'postern.nft', mediaType: 'text/plain', text }], findings: ruleSet.findings };
  },
});

/** Names that a revision may leave behind when a list or family is gone; they are deleted by name. */
const ownSets = ['imap', 'smtp', 'exch'].flatMap((name) =>
  ([4, 6] as const).map((family) => ({ key: `${name}${family}`, family })),
);

function additive(ruleSet: RuleSet, given: Parameters): string[] {
  const at = `inet ${given.table}`;
  const gone = ownSets.filter(({ key }) => !ruleSet.sets.some((set) => set.key === key));
  return [
    `# Load with: nft -f postern.nft, as often as you like. Then, once, in the chain of table ${at} that guards`,
    `# your mail server, above its drop: nft insert rule ${at} YOUR_CHAIN jump ${given.chain}`,
    '# An accept here ends only this table: a drop in another table still drops.',
    `add table ${at}`,
    `add chain ${at} ${given.chain}`,
    `flush chain ${at} ${given.chain}`,
    ...gone.flatMap(({ key, family }) => [
      `add set ${at} ${setName(key)} { type ipv${family}_addr; flags interval; }`,
      `delete set ${at} ${setName(key)}`,
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
      `add set ${at} ${serverSet(host, family)} { ${setType(family)} comment "address of ${safeText(host, 100)}"; }`,
    ]),
    ...ruleLines(ruleSet, given).map((line) => `add rule ${at} ${given.chain} ${line}`),
  ];
}

function standAlone(ruleSet: RuleSet, given: Parameters): string[] {
  const at = `inet ${given.table === 'filter' ? 'postern' : given.table}`;
  return [
    '# Load with: nft -f postern.nft. The table is ours alone and is replaced in one step.',
    `table ${at}`,
    `delete table ${at}`,
    `table ${at} {`,
    ...ruleSet.sets.flatMap((set) => [
      `  set ${setName(set.key)} {`,
      `    ${setType(set.family)} comment "${setComment(set)}";`,
      '    elements = {',
      ...elementLines(set),
      '    }',
      '  }',
    ]),
    ...(given.place === 'mail-server' ? [] : unknownServers(ruleSet)).flatMap(({ host, family }) => [
      `  # Nothing here concerns ${host} over IPv${family} until you add: elements = { ADDRESS-OF-${host} }`,
      `  set ${serverSet(host, family)} {`,
      `    ${setType(family)} comment "address of ${safeText(host, 100)}";`,
      '  }',
    ]),
    `  chain ${given.chain} {`,
    `    type filter hook ${given.place === 'router' ? 'forward' : 'input'} priority -5; policy accept;`,
    ...ruleLines(ruleSet, given).map((line) => `    ${line}`),
    '  }',
    '}',
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

function ruleLines(ruleSet: RuleSet, given: Parameters): string[] {
  return distinct(resolveRules(ruleSet).flatMap((resolved) => ruleLine(resolved, given)));
}

/** One line, or none where the server has no address of the family. */
function ruleLine({ rule, source, destination, service }: ResolvedRule, { place }: Parameters): string[] {
  const ip = rule.family === 4 ? 'ip' : 'ip6';
  const from = source === null ? `meta nfproto ipv${rule.family}` : `${ip} saddr @${setName(source.key)}`;
  const to = place === 'mail-server' ? 'fib daddr type local' : serverMatch(destination, rule.family, ip);
  if (to === null) return [];
  const verdict = rule.action === 'allow' ? 'ct state new,established accept' : 'drop';
  const comment = place === 'mail-server' ? safeText(`Postern: ${service.key}`, 120) : rule.comment;
  return [`${from} ${to} tcp dport ${service.port} ${verdict} comment "${comment}"`];
}

function serverMatch(destination: Destination, family: 4 | 6, ip: string): string | null {
  if (!destination.isKnown) return `${ip} daddr @${serverSet(destination.host, family)}`;
  const addresses = addressesOf(destination, 'private', family);
  return addresses.length === 0 ? null : `${ip} daddr { ${addresses.join(', ')} }`;
}

function setName(key: string): string {
  return objectName(`postern_${key}`, capabilities.nftables);
}

function serverSet(host: string, family: 4 | 6): string {
  return objectName(`postern_${family}_${host}`, capabilities.nftables);
}
