import type { NftPart, NftRule, NftRuleset } from './nft-ruleset.js';

/** Reads the text of `nft list ruleset` into chains, sets and rules. */
export function parseNftText(text: string): NftRuleset {
  const chains: { table: string; name: string; hook?: string }[] = [];
  const sets = new Map<string, string[]>();
  const rules: NftRule[] = [];
  let [table, chain, set] = ['', '', ''];
  let isInElements = false;
  for (const raw of text.split('\n')) {
    const line = raw.replace(/^\s+|\s+$/g, '');
    const opened = /^(table|chain|set|map) ([^{]*?) ?\{$/.exec(line);
    if (opened !== null) {
      if (opened[1] === 'table') table = opened[2]!;
      else if (opened[1] === 'chain') chains.push({ table, name: (chain = opened[2]!) });
      else sets.set(`${table} ${(set = opened[2]!)}`, []);
    } else if (set !== '' && (isInElements || line.startsWith('elements = {'))) {
      isInElements = !line.endsWith('}');
      const values = line
        .replace(/^elements = \{|\}$/g, '')
        .split(',')
        .map((value) => value.trim().replace(/ (?:timeout|expires|counter|comment) .*$/, ''));
      sets.get(`${table} ${set}`)!.push(...values.filter((value) => value !== ''));
    } else if (line === '}') {
      if (set !== '') set = '';
      else if (chain !== '') chain = '';
    } else if (chain !== '' && set === '') {
      const hook = /^type \S+ hook (\S+)/.exec(line)?.[1];
      if (hook !== undefined) chains[chains.length - 1]!.hook = hook;
      else if (line !== '') rules.push({ table, chain, parts: partsOf(line), line });
    }
  }
  return { chains, sets, rules };
}

/** One pattern for each kind of match that a mail rule has; anything else is `unknown`. */
const patterns: readonly (readonly [RegExp, (values: string[], found: RegExpExecArray) => NftPart])[] = [
  [/^ip6? saddr (\{[^}]*\}|[^\s!]\S*)/, (values) => ({ kind: 'source', values })],
  [/^ip6? daddr (\{[^}]*\}|[^\s!]\S*)/, (values) => ({ kind: 'destination', values })],
  [/^tcp dport (\{[^}]*\}|[^\s!]\S*)/, (values) => ({ kind: 'ports', values: values.map(portNumber) })],
  [
    /^ct state (\{[^}]*\}|[^\s!]\S*)/,
    (values) => ({ kind: 'state', values: values.flatMap((value) => value.split(',')) }),
  ],
  [/^meta nfproto (ipv[46])/, ([value]) => ({ kind: 'family', family: value === 'ipv6' ? 6 : 4 })],
  [
    /^(?:meta l4proto tcp|fib daddr type local|counter(?: packets \d+ bytes \d+)?|comment "[^"]*"|log(?: prefix "[^"]*")?)(?= |$)/,
    () => ({ kind: 'harmless' }),
  ],
  [/^(accept|drop|return)(?= |$)/, ([verdict]) => ({ kind: 'verdict', verdict: verdict! })],
  [/^(reject)(?: with (?:tcp reset|icmpx? \S+|icmpv6 \S+))?/, () => ({ kind: 'verdict', verdict: 'reject' })],
  [/^(jump|goto) (\S+)/, (_, found) => ({ kind: 'verdict', verdict: found[1]!, target: found[2]! })],
];

function partsOf(line: string): NftPart[] {
  const parts: NftPart[] = [];
  let rest = line;
  while (rest !== '') {
    const pattern = patterns.find(([shape]) => shape.test(rest));
    if (pattern === undefined) return [...parts, ...verdictAtEnd(rest), { kind: 'unknown', text: rest }];
    const found = pattern[0].exec(rest)!;
    const values = (found[1] ?? '')
      .replace(/^\{|\}$/g, '')
      .split(',')
      .map((value) => value.trim());
    parts.push(pattern[1](found[1]?.startsWith('{') ? values : [found[1] ?? ''], found));
    rest = rest.slice(found[0].length).trimStart();
  }
  return parts;
}

function verdictAtEnd(rest: string): NftPart[] {
  const verdict = /(?:^| )(accept|drop|reject|return|jump|goto)(?= |$)/.exec(rest)?.[1];
  return verdict === undefined ? [] : [{ kind: 'verdict', verdict }];
}

/** nft prints the names of /etc/services unless it is called with -n. */
const serviceNames: Readonly<Record<string, string>> = {
  smtp: '25',
  https: '443',
  imap2: '143',
  imap: '143',
  imaps: '993',
  submissions: '465',
  urd: '465',
  ssmtp: '465',
  submission: '587',
};

function portNumber(text: string): string {
  return serviceNames[text] ?? text;
}
