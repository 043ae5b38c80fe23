import {
  joinSources,
  readPorts,
  readSource,
  Unreadable,
  type Deployed,
  type DeployedRule,
} from './deployed-rules.js';
import type { PrefixSet } from '@postern/core/prefix-set';

type Line = { readonly chain: string; readonly words: readonly string[]; readonly line: string };
type Table = {
  readonly family: 4 | 6;
  readonly chains: ReadonlySet<string>;
  readonly lines: readonly Line[];
};

/**
 * Reads `iptables-save` and `ip6tables-save` with `ipset save`, in one text, in any order. Without the sets that its
 * rules name no answer is possible.
 */
export function readIptables(text: string, chain: string, families: readonly (4 | 6)[]): Deployed {
  const sets = readIpsets(text);
  const tables = filterTables(text);
  if (tables.length === 0) throw new Unreadable('This holds no filter table of iptables-save');
  const [rules, gone, unread]: [DeployedRule[], string[], string[]] = [[], [], []];
  for (const family of families) {
    const own = tables.filter((table) => table.family === family);
    const program = family === 4 ? 'iptables-save' : 'ip6tables-save';
    if (own.length === 0) throw new Unreadable(`The output of ${program} is missing`);
    for (const table of own) readTable(table, chain, sets, { rules, gone, unread });
  }
  return { rules, gone, unread };
}

function readTable(
  { family, chains, lines }: Table,
  chain: string,
  sets: ReadonlyMap<string, PrefixSet>,
  { rules, gone, unread }: { rules: DeployedRule[]; gone: string[]; unread: string[] },
): void {
  const name = family === 4 ? 'iptables' : 'ip6tables';
  if (!chains.has(chain)) {
    gone.push(`The chain ${chain} is not there (${name})`);
    return;
  }
  const above = linesAboveJump(lines, chain);
  if (above === null) {
    gone.push(`No rule of INPUT or FORWARD leads to ${chain} (${name})`);
    return;
  }
  for (const line of above.filter((one) => !leadsToNothing(lines, one)))
    read(line, family, sets, false, rules, unread);
  for (const line of lines.filter((one) => one.chain === chain))
    read(line, family, sets, true, rules, unread);
}

/** The rules that a connection meets before the jump to a chain; null if INPUT and FORWARD do not lead there. */
function linesAboveJump(
  lines: readonly Line[],
  chain: string,
  seen: readonly string[] = [],
): readonly Line[] | null {
  for (const jump of lines.filter((line) => targetOf(line) === chain && !seen.includes(line.chain))) {
    const inChain = lines.filter((line) => line.chain === jump.chain);
    const above = inChain.slice(0, inChain.indexOf(jump));
    if (jump.chain === 'INPUT' || jump.chain === 'FORWARD') return above;
    const further = linesAboveJump(lines, jump.chain, [...seen, jump.chain]);
    if (further !== null) return [...further, ...above];
  }
  return null;
}

/** Whether a line jumps to a chain that decides nothing, such as the logging chains of ufw. */
function leadsToNothing(lines: readonly Line[], { chain, words }: Line): boolean {
  const target = targetOf({ words });
  const inChain = lines.filter((line) => line.chain === target);
  const isOwn = target !== undefined && target !== chain && !/^[A-Z]+$/.test(target);
  return isOwn && inChain.every((line) => ['LOG', 'NFLOG', 'RETURN', undefined].includes(targetOf(line)));
}

function targetOf({ words }: Pick<Line, 'words'>): string | undefined {
  return after(words, '-j') ?? after(words, '-g');
}

function read(
  { words, line }: Line,
  family: 4 | 6,
  sets: ReadonlyMap<string, PrefixSet>,
  isOurs: boolean,
  rules: DeployedRule[],
  unread: string[],
): void {
  const target = targetOf({ words });
  const states = (after(words, '--ctstate') ?? after(words, '--state'))?.split(',');
  if (target === undefined || target === 'LOG' || target === 'NFLOG') return;
  if (states !== undefined && !states.includes('NEW')) return; // Says nothing about new connections.
  const action = ({ ACCEPT: 'allow', DROP: 'deny', REJECT: 'deny', RETURN: 'pass' } as const)[target];
  const protocol = after(words, '-p');
  if (protocol !== undefined && protocol !== 'tcp' && protocol !== 'all') return;
  if (action === undefined || !isUnderstood(words)) {
    if (isOurs || action !== 'allow') unread.push(line);
    return;
  }
  const match = (side: string, option: string): PrefixSet | 'any' => {
    const direct = after(words, option);
    const named = words.flatMap((word, index) =>
      word === '--match-set' && words[index + 2] === side ? [words[index + 1]!] : [],
    );
    if (direct === undefined && named.length === 0)
      return side === 'src' ? [{ family, value: 0n, length: 0 }] : 'any';
    return joinSources([
      ...(direct === undefined ? [] : [readSource(direct)]),
      ...named.map((set) => sets.get(set) ?? missingSet(set)),
    ]);
  };
  const ports = after(words, '--dport') ?? after(words, '--dports');
  const rule = {
    action,
    sources: match('src', '-s'),
    destinations: match('dst', '-d'),
    ports: ports === undefined ? ('any' as const) : ports.split(',').map(readPorts),
    isOurs,
    line,
  };
  rules.push(rule.sources === 'any' ? { ...rule, sources: [{ family, value: 0n, length: 0 }] } : rule);
}

const known = new Set([
  '-p',
  '-s',
  '-d',
  '-m',
  '-j',
  '-g',
  '--dport',
  '--dports',
  '--match-set',
  '--ctstate',
  '--state',
  '--comment',
  '--dst-type',
  '--reject-with',
  '--tcp-flags',
  '--syn',
]);

function isUnderstood(words: readonly string[]): boolean {
  const isAboutLocal = after(words, '--dst-type') ?? 'LOCAL';
  return isAboutLocal === 'LOCAL' && words.every((word) => !/^(?:-|!)/.test(word) || known.has(word));
}

function missingSet(name: string): never {
  throw new Unreadable(
    `The rules name the ipset ${name}, which is not in the file: add the output of “ipset save”`,
  );
}

function after(words: readonly string[], option: string): string | undefined {
  const index = words.indexOf(option);
  return index < 0 ? undefined : words[index + 1];
}

function filterTables(text: string): Table[] {
  const tables: { family: 4 | 6; chains: Set<string>; lines: Line[] }[] = [];
  let family: 4 | 6 = 4;
  let isFilter = false;
  for (const line of text.split(/\r?\n/)) {
    const program = /^# Generated by (ip6?tables)-?/.exec(line)?.[1];
    if (program !== undefined) family = program === 'ip6tables' ? 6 : 4;
    else if (line.startsWith('*')) {
      isFilter = line === '*filter';
      if (isFilter) tables.push({ family, chains: new Set(), lines: [] });
    } else if (isFilter && line.startsWith(':')) tables.at(-1)!.chains.add(line.slice(1).split(' ')[0]!);
    else if (isFilter && line.startsWith('-A ')) {
      const words = [...line.matchAll(/"(?:[^"\\]|\\.)*"|\S+/g)].map(([word]) => word);
      tables.at(-1)!.lines.push({ chain: words[1]!, words: words.slice(2), line });
    } else if (line === 'COMMIT') isFilter = false;
  }
  return tables;
}

function readIpsets(text: string): Map<string, PrefixSet> {
  const sets = new Map<string, (PrefixSet | 'any')[]>();
  for (const line of text.split(/\r?\n/)) {
    const [verb, name, value] = line.split(' ');
    if (verb === 'create' && name) sets.set(name, []);
    if (verb === 'add' && name && value) sets.get(name)?.push(readSource(value));
  }
  return new Map(
    [...sets]
      .map(([name, values]) => [name, joinSources(values)])
      .filter((pair): pair is [string, PrefixSet] => pair[1] !== 'any'),
  );
}
