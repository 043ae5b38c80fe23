import type { PrefixSet } from '@postern/core/prefix-set';
import {
  joinSources,
  readSource,
  Unreadable,
  type Deployed,
  type DeployedRule,
  type PortRange,
} from './deployed-rules.js';

type Groups = ReadonlyMap<string, PrefixSet | 'any'>;

/** Reads `show running-config` or its object-group and access-list parts; a list counts if it is attached. */
export function readCiscoAsa(text: string, accessList: string): Deployed {
  const groups = readGroups(text);
  const [rules, unread]: [DeployedRule[], string[]] = [[], []];
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const names = new Set(lines.flatMap((line) => /^access-list (\S+) /.exec(line)?.[1] ?? []));
  if (names.size === 0) throw new Unreadable('This holds no access-list of an ASA');
  // A placeholder stands for whichever list the customer uses: the one that names our groups.
  const list = accessList.startsWith('REPLACE-')
    ? [...names].find((name) => lines.some((line) => isOurs(line) && line.startsWith(`access-list ${name} `)))
    : accessList;
  for (const line of lines.filter((one) => list !== undefined && one.startsWith(`access-list ${list} `))) {
    if (line.includes(' remark ') || line.endsWith(' inactive')) continue;
    const rule = readEntry(line, groups);
    if (rule === null) {
      if (isOurs(line) || / deny /.test(line)) unread.push(line);
    } else rules.push(rule);
  }
  const attached = lines.filter((line) => line.startsWith('access-group '));
  const isAttached = attached.length === 0 || attached.some((line) => line.split(' ')[1] === list);
  const gone = [
    ...(list === undefined || !names.has(list) ? ['No access-list names the POSTERN groups'] : []),
    ...(list !== undefined && !isAttached ? [`The access-list ${list} is attached to no interface`] : []),
  ];
  return { rules: isAttached ? rules : [], gone, unread };
}

function isOurs(line: string): boolean {
  return /object-group POSTERN-/.test(line);
}

const place = '(?:object-group (\\S+)|host (\\S+)|(any[46]?)|([0-9.]+) ([0-9.]+)|([0-9a-f:]+/\\d+))';
const entryPattern = new RegExp(
  `^access-list \\S+ (?:line \\d+ )?extended (permit|deny) (\\S+) ${place} ${place}(?: (eq|range) (\\S+)(?: (\\d+))?)?(?: log.*)?$`,
);

function readEntry(line: string, groups: Groups): DeployedRule | null {
  const found = entryPattern.exec(line.replace(/ \(hitcnt=.*$/, ''));
  if (found === null) return null;
  const protocol = found[2]!;
  if (protocol !== 'tcp' && protocol !== 'ip')
    return { action: 'pass', sources: [], destinations: [], ports: [], isOurs: false, line };
  const ports = portsOf(found[15], found[16], found[17]);
  if (ports === null) return null;
  return {
    action: found[1] === 'permit' ? 'allow' : 'deny',
    sources: placeOf(found.slice(3, 9), groups),
    destinations: placeOf(found.slice(9, 15), groups),
    ports,
    isOurs: isOurs(line) || /POSTERN/.test(line),
    line,
  };
}

/** ASA prints the names of the ports that it knows. */
const portNames: Readonly<Record<string, number>> = { smtp: 25, imap4: 143, https: 443 };

function portsOf(
  kind: string | undefined,
  first: string | undefined,
  last: string | undefined,
): readonly PortRange[] | 'any' | null {
  if (kind === undefined) return 'any';
  const number = portNames[first!] ?? Number(first);
  if (!Number.isInteger(number)) return null;
  return [{ first: number, last: kind === 'range' ? Number(last) : number }];
}

function placeOf(
  [group, host, any, address, mask, cidr]: (string | undefined)[],
  groups: Groups,
): PrefixSet | 'any' {
  if (any !== undefined) return 'any';
  if (group !== undefined) return groups.get(group) ?? missingGroup(group);
  if (host !== undefined) return host.startsWith('REPLACE-') ? 'any' : readSource(host);
  return readSource(cidr ?? `${address}/${maskLength(mask!)}`);
}

function missingGroup(name: string): never {
  throw new Unreadable(`The object-group ${name} is not in the file: print the whole configuration`);
}

function readGroups(text: string): Groups {
  const groups = new Map<string, (PrefixSet | 'any')[]>();
  let open = '';
  for (const line of text.split(/\r?\n/)) {
    const name = /^object-group network (\S+)/.exec(line)?.[1];
    if (name !== undefined) groups.set((open = name), groups.get(name) ?? []);
    const member = /^\s+network-object (?:host (\S+)|([0-9.]+) ([0-9.]+)|([0-9a-f:]+\/\d+))\s*$/.exec(line);
    if (member !== null) {
      const [, host, address, mask, cidr] = member;
      groups.get(open)?.push(readSource(host ?? cidr ?? `${address}/${maskLength(mask!)}`));
    } else if (!/^\s/.test(line) && name === undefined) open = '';
  }
  return new Map([...groups].map(([name, members]) => [name, joinSources(members)]));
}

/** The prefix length of a dotted netmask; throws an Unreadable for one with gaps. */
export function maskLength(mask: string): number {
  const bits = mask
    .split('.')
    .map((octet) => Number(octet).toString(2).padStart(8, '0'))
    .join('');
  if (!/^1*0*$/.test(bits) || bits.length !== 32) throw new Unreadable(`${mask} is not a netmask`);
  return bits.replaceAll('0', '').length;
}
