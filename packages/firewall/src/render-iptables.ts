import { formatPrefix } from '@postern/core/prefix';
import { z } from 'zod';
import { capabilities } from './capability.js';
import { bootUnits, installAtBoot, removeAtBoot } from './iptables-boot.js';
import { makeExclusive, modeParameters } from './make-exclusive.js';
import {
  addressesOf,
  distinct,
  portAt,
  resolveRules,
  unknownServers,
  type ResolvedRule,
  type RuleSet,
} from './rule-set.js';
import { objectName } from './safe-text.js';
import { ownName } from './reserved-names.js';
import { machineChecks, shellScript } from './shell-script.js';
import { defineTarget, headerLines, type RenderedFile } from './target.js';

const parameters = z.strictObject({
  ...modeParameters,
  place: z.enum(['router', 'mail-server']).default('router').meta({
    title: 'Where the rules run',
    description:
      'router: rules name the server’s address; mail-server: they run on the server and name itself.',
  }),
  chain: ownName(/^[A-Z][A-Z0-9_]{0,26}$/, 'Capital letters, digits and underscores, at most 27')
    .default('POSTERN')
    .meta({ title: 'Chain' }),
});
type Parameters = z.output<typeof parameters>;
/** Where the rules are and what they are called. */
type Chain = Pick<Parameters, 'place' | 'chain'>;

/** A chain of our own for iptables and ip6tables, and ipsets that are filled aside and swapped in. */
export const iptablesTarget = defineTarget({
  id: 'iptables',
  capability: capabilities.iptables,
  label: 'Linux iptables with ipset',
  kind: 'packet-filter',
  proof: 'iptables-restore, ipset and TCP connections in a network namespace',
  parameters,
  render(permitted, given) {
    const ruleSet = given.mode === 'exclusive' ? makeExclusive(permitted, given.furtherSources) : permitted;
    const files = [...iptablesFiles(ruleSet, given), applyScript(ruleSet, given), ...bootUnits];
    return { files, removes: [removeScript(ruleSet, given)], findings: ruleSet.findings };
  },
});

/** The lists, and the chain of each family. */
export function iptablesFiles(ruleSet: RuleSet, given: Chain): RenderedFile[] {
  const file = (path: string, text: string) => ({ path, mediaType: 'text/plain', text });
  return [
    file('postern.ipset', ipsets(ruleSet, given)),
    file('postern.v4.rules', chain(ruleSet, given, 4)),
    file('postern.v6.rules', chain(ruleSet, given, 6)),
  ];
}

/**
 * Loads the files of `iptablesFiles` from the working folder: both chains are tried before one is loaded, and lists that
 * no chain names any more are destroyed last.
 */
export const loadIptables: readonly string[] = [
  'ipset -exist restore < postern.ipset',
  'iptables-restore --noflush --test < postern.v4.rules',
  'ip6tables-restore --noflush --test < postern.v6.rules',
  'iptables-restore --noflush < postern.v4.rules',
  'ip6tables-restore --noflush < postern.v6.rules',
  '# What earlier revisions, modes and places left; the chain names none of it any more.',
  "ipset list -n | grep '^postern_' | while read -r set; do",
  '  grep -q "^create $set " postern.ipset || ipset -q destroy "$set" || echo "$set stays: a rule of yours names it" >&2',
  'done',
];

/** Jumps first: a chain that a rule jumps to cannot be deleted, nor a set that a rule names. */
export function removeIptables(name: string): string[] {
  return [
    '# iptables-restore reads the quoting of iptables-save; a shell would not.',
    'for program in iptables ip6tables; do',
    '  {',
    `    printf '*filter\\n:${name} - [0:0]\\n'`,
    `    "$program-save" -t filter | sed -n 's/^-A \\(.* -[jg] ${name}\\)$/-D \\1/p'`,
    `    printf '%s\\n' '-F ${name}' '-X ${name}' COMMIT`,
    '  } | "$program-restore" --noflush',
    'done',
    `ipset list -n | grep '^postern_' | while read -r set; do ipset destroy "$set"; done`,
  ];
}

const spare = 'postern_spare';

function ipsets(ruleSet: RuleSet, given: Chain): string {
  return lines(ruleSet, [
    ...ruleSet.sets.flatMap((set) => [
      create(setName(set.key), set.family),
      create(`${spare}${set.family}`, set.family),
      `flush ${spare}${set.family}`,
      ...set.prefixes.map((prefix) => `add ${spare}${set.family} ${formatPrefix(prefix)}`),
      `swap ${spare}${set.family} ${setName(set.key)}`,
      `destroy ${spare}${set.family}`,
    ]),
    ...(given.place === 'mail-server' ? [] : unknownServers(ruleSet)).flatMap(({ host, family }) => [
      `# Nothing reaches ${host} over IPv${family} until you add its address, which later loads keep:`,
      `# ipset add ${serverSet(host, family)} ADDRESS-OF-${host}`,
      '# Then apply again: that saves the address for a restart, if the rules are loaded at boot.',
      create(serverSet(host, family), family),
    ]),
  ]);
}

/** The size is always the same: ipset refuses to "create" an existing set with another one. */
function create(name: string, family: 4 | 6): string {
  return `create ${name} hash:net family ${family === 4 ? 'inet' : 'inet6'} hashsize 1024 maxelem ${capabilities.iptables.entriesPerSet}`;
}

function chain(ruleSet: RuleSet, given: Chain, family: 4 | 6): string {
  const rules = resolveRules(ruleSet).filter(({ rule }) => rule.family === family);
  return lines(ruleSet, [
    '*filter',
    `:${given.chain} - [0:0]`,
    `-F ${given.chain}`,
    ...distinct(rules.flatMap((resolved) => ruleLines(resolved, given))),
    'COMMIT',
  ]);
}

function ruleLines(resolved: ResolvedRule, given: Chain): string[] {
  const { rule, source, destination, service } = resolved;
  const from = source === null ? '' : ` -m set --match-set ${setName(source.key)} src`;
  const verdict = rule.action === 'allow' ? '-m conntrack --ctstate NEW,ESTABLISHED' : '';
  const isHere = given.place === 'mail-server';
  const comment = `-m comment --comment "${isHere ? `Postern: ${service.key}` : rule.comment}"`;
  const places = isHere
    ? ['-m addrtype --dst-type LOCAL']
    : destination.isKnown
      ? addressesOf(destination, 'private', rule.family).map((address) => `-d ${address}`)
      : [`-m set --match-set ${serverSet(destination.host, rule.family)} dst`];
  return places.map((to) =>
    `-A ${given.chain} -p tcp${from} ${to} -m tcp --dport ${portAt(resolved, 'private')} ${verdict} ${comment} -j ${rule.action === 'allow' ? 'ACCEPT' : 'DROP'}`.replace(
      / {2,}/g,
      ' ',
    ),
  );
}

function applyScript(ruleSet: RuleSet, given: Parameters): RenderedFile {
  const about = [
    'Run as root, as often as you like. Then, once, in the chains that guard your mail server, above their drop:',
    `  iptables -I ${hookOf(given)} 1 -j ${given.chain} && ip6tables -I ${hookOf(given)} 1 -j ${given.chain}`,
    'With --at-boot it also installs two systemd units, so that lists and chain outlive a restart; save the jumps with',
    'netfilter-persistent save, or wherever your other rules are.',
  ];
  return shellScript('apply.sh', ruleSet, about, [
    ...machineChecks('iptables'),
    'cd -- "$(dirname -- "$0")"',
    ...loadIptables,
    ...installAtBoot,
  ]);
}

function hookOf({ place }: Parameters): string {
  return place === 'router' ? 'FORWARD' : 'INPUT';
}

function removeScript(ruleSet: RuleSet, { chain: name }: Parameters): RenderedFile {
  const about = ['Removes all that apply.sh made: the jumps to our chain, the chain, its sets. Run as root.'];
  return shellScript('remove.sh', ruleSet, about, [...removeIptables(name), ...removeAtBoot]);
}

function lines(ruleSet: RuleSet, body: readonly string[]): string {
  return [...headerLines(ruleSet).map((line) => `# ${line}`), ...body, ''].join('\n');
}

/** Ids of data centres hold no underscore, so no two lists get one name. */
function setName(key: string): string {
  return objectName(`postern_${key.replaceAll('-', '_')}`, capabilities.iptables);
}

function serverSet(host: string, family: 4 | 6): string {
  return objectName(`postern_${family}_${host}`, capabilities.iptables);
}
