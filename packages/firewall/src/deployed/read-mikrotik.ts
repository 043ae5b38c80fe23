import type { PrefixSet } from '@postern/core/prefix-set';
import {
  joinSources,
  readPorts,
  readSource,
  Unreadable,
  type Deployed,
  type DeployedRule,
} from './deployed-rules.js';

type Entry = ReadonlyMap<string, string>;
type Table = { readonly family: 4 | 6; readonly lists: Map<string, string[]>; readonly rules: Entry[] };

/** Fields that a rule may have without limiting which connections it decides about. */
const harmless = new Set(['action', 'chain', 'comment', 'log', 'log-prefix', 'reject-with', 'disabled']);
const understood = new Set([
  ...harmless,
  'protocol',
  'src-address-list',
  'src-address',
  'dst-address',
  'dst-port',
]);

/** Reads `/export` of RouterOS: the address lists, and the filter rules of one chain in order. */
export function readMikrotik(text: string, chain: string): Deployed {
  const tables = readTables(text);
  if (tables.every(({ rules }) => rules.length === 0))
    throw new Unreadable('This holds no filter rules: print “/export”');
  const [found, unread]: [DeployedRule[], string[]] = [[], []];
  for (const table of tables) {
    for (const rule of table.rules.filter((each) => each.get('chain') === chain)) {
      const name = rule.get('comment') ?? [...rule].map((pair) => pair.join('=')).join(' ');
      const isOurs = name.startsWith('postern-');
      if (rule.get('disabled') === 'yes') continue;
      const action = rule.get('action') ?? 'accept';
      const isAllow = action === 'accept';
      const isPlain = [...rule.keys()].every((field) => understood.has(field));
      if (isPlain && (isAllow || action === 'drop' || action === 'reject')) {
        found.push(...ruleOf(rule, table, name, isOurs));
      } else if (isOurs || (!isAllow && action !== 'log' && action !== 'passthrough' && mayBeNew(rule))) {
        unread.push(`rule ${name}`);
      }
    }
  }
  const isGone = !found.some(({ isOurs }) => isOurs) && unread.length === 0;
  return {
    rules: found,
    gone: isGone ? [`There is no rule in the chain ${chain} whose comment starts with postern-`] : [],
    unread,
  };
}

/** Whether a rule may decide about a new connection: a drop of invalid ones does not. */
function mayBeNew(rule: Entry): boolean {
  const states = rule.get('connection-state');
  return states === undefined || states.startsWith('!') || states.split(',').includes('new');
}

/** None for a rule about another protocol, or for an address list without entries. */
function ruleOf(rule: Entry, { family, lists }: Table, line: string, isOurs: boolean): DeployedRule[] {
  if ((rule.get('protocol') ?? 'tcp') !== 'tcp') return [];
  const everything: PrefixSet = [{ family, value: 0n, length: 0 }];
  const list = rule.get('src-address-list');
  const sources =
    list === undefined
      ? readSource(rule.get('src-address') ?? 'any')
      : joinSources((lists.get(list) ?? []).map(readSource));
  const destination = rule.get('dst-address') ?? 'any';
  const destinations = destination.startsWith('REPLACE-') ? 'any' : readSource(destination);
  return [
    {
      action: rule.get('action') === 'accept' ? 'allow' : 'deny',
      sources: sources === 'any' ? everything : sources,
      destinations,
      ports: rule.has('dst-port') ? rule.get('dst-port')!.split(',').map(readPorts) : 'any',
      isOurs,
      line: `rule ${line}`,
    },
  ];
}

function readTables(text: string): Table[] {
  const tables: Record<string, Table> = {
    ip: { family: 4, lists: new Map(), rules: [] },
    ipv6: { family: 6, lists: new Map(), rules: [] },
  };
  let [path, part] = ['', ''];
  for (const line of text.replace(/\\\r?\n\s*/g, '').split(/\r?\n/)) {
    const menu = /^\/(ip|ipv6) firewall (address-list|filter)$/.exec(line.trim());
    if (menu !== null) [path, part] = [menu[1]!, menu[2]!];
    else if (line.startsWith('/')) path = '';
    const table = tables[path];
    if (table === undefined || !line.startsWith('add ')) continue;
    const entry = new Map(
      [...line.matchAll(/ ([a-z0-9-]+)=(?:"([^"]*)"|(\S*))/g)].map(([, key, quoted, bare]) => [
        key!,
        quoted ?? bare!,
      ]),
    );
    if (part === 'filter') table.rules.push(entry);
    else if (entry.get('disabled') !== 'yes') {
      const list = entry.get('list') ?? '';
      table.lists.set(list, [...(table.lists.get(list) ?? []), entry.get('address') ?? '']);
    }
  }
  return Object.values(tables);
}
