import type { PrefixSet } from '@postern/core/prefix-set';
import {
  joinSources,
  readPorts,
  readSource,
  Unreadable,
  type Deployed,
  type DeployedRule,
} from './deployed-rules.js';
import { maskLength } from './read-cisco-asa.js';

type Fields = ReadonlyMap<string, string>;
type Tables = ReadonlyMap<string, ReadonlyMap<string, Fields>>;

/** Reads a FortiGate's `show` output: policies in order, with the addresses, groups and services that they name. */
export function readFortigate(text: string, virtualIps: ReadonlySet<string>): Deployed {
  const tables = readTables(text);
  const policies = tables.get('firewall policy');
  if (policies === undefined) throw new Unreadable('This holds no “config firewall policy”');
  const [rules, unread]: [DeployedRule[], string[]] = [[], []];
  let ours = 0;
  for (const [id, policy] of policies) {
    const isOurs = /^"?postern-/.test(policy.get('name') ?? '');
    if (policy.get('status') === 'disable') continue;
    ours += isOurs ? 1 : 0;
    const line = `policy ${id} ${policy.get('name') ?? ''}`.trim();
    const isDeny = policy.get('action') !== 'accept';
    if (!isUnderstood(policy)) {
      if (isOurs || isDeny) unread.push(line);
      continue;
    }
    try {
      rules.push(...policyRules(policy, tables, virtualIps, isOurs, line));
    } catch (error) {
      if (!(error instanceof Unreadable) || isOurs) throw error;
      if (isDeny) unread.push(line); // A policy of the customer's own that names what was not printed.
    }
  }
  return { rules, gone: ours === 0 ? ['There is no policy whose name starts with postern-'] : [], unread };
}

function isUnderstood(policy: Fields): boolean {
  const isNegated = [...policy].some(([field, value]) => field.endsWith('-negate') && value === 'enable');
  return (
    !isNegated &&
    (policy.get('schedule') ?? '"always"').replaceAll('"', '') === 'always' &&
    !policy.has('groups') &&
    !policy.has('users')
  );
}

function policyRules(
  policy: Fields,
  tables: Tables,
  virtualIps: ReadonlySet<string>,
  isOurs: boolean,
  line: string,
): DeployedRule[] {
  const ports = portsOf(policy.get('service') ?? '"ALL"', tables);
  return (['', '6'] as const).flatMap((suffix) => {
    const [from, to] = [policy.get(`srcaddr${suffix}`), policy.get(`dstaddr${suffix}`)];
    if (from === undefined || to === undefined) return [];
    const family = suffix === '' ? 4 : 6;
    const follow = (names: string) =>
      joinSources(namesOf(names).map((name) => addressesOf(name, suffix, tables, virtualIps)));
    const sources = follow(from);
    return [
      {
        action: policy.get('action') === 'accept' ? 'allow' : 'deny',
        sources: sources === 'any' ? [{ family, value: 0n, length: 0 }] : sources,
        destinations: follow(to),
        ports,
        isOurs,
        line,
      },
    ];
  });
}

function addressesOf(
  name: string,
  suffix: '' | '6',
  tables: Tables,
  virtualIps: ReadonlySet<string>,
): PrefixSet | 'any' {
  if (name === 'all' || virtualIps.has(name) || name.startsWith('REPLACE-')) return 'any';
  const group = tables.get(`firewall addrgrp${suffix}`)?.get(name);
  if (group !== undefined) {
    return joinSources(
      namesOf(group.get('member') ?? '').map((member) => addressesOf(member, suffix, tables, virtualIps)),
    );
  }
  const address = tables.get(`firewall address${suffix}`)?.get(name);
  if (address === undefined)
    throw new Unreadable(`The address ${name} is not in the file: print the whole configuration`);
  if (suffix === '6') return readSource(address.get('ip6') ?? '::/0');
  const [first, mask] = (address.get('subnet') ?? '0.0.0.0 0.0.0.0').split(' ') as [string, string];
  if (address.has('start-ip')) return readSource(`${address.get('start-ip')}-${address.get('end-ip')}`);
  return readSource(`${first}/${first.includes('/') ? '' : maskLength(mask)}`.replace(/^(.*\/\d+)\/$/, '$1'));
}

const builtIn: Readonly<Record<string, number>> = { SMTP: 25, SMTPS: 465, IMAP: 143, IMAPS: 993, HTTPS: 443 };

function portsOf(value: string, tables: Tables): DeployedRule['ports'] {
  const ports = namesOf(value).map((name) => {
    if (name === 'ALL' || name === 'ALL_TCP') return 'any' as const;
    const range = tables.get('firewall service custom')?.get(name)?.get('tcp-portrange');
    if (range !== undefined) return range.split(' ').map((part) => readPorts(part.split(':')[0]!));
    const number = builtIn[name];
    if (number === undefined)
      throw new Unreadable(`The service ${name} is not in the file: print the whole configuration`);
    return [{ first: number, last: number }];
  });
  return ports.includes('any') ? 'any' : ports.flatMap((range) => (range === 'any' ? [] : range));
}

function namesOf(value: string): string[] {
  return [...value.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!);
}

function readTables(text: string): Tables {
  const tables = new Map<string, Map<string, Map<string, string>>>();
  const path: string[] = [];
  let entry = new Map<string, string>();
  for (const line of text.split(/\r?\n/).map((raw) => raw.trim())) {
    const [verb, ...words] = line.split(' ');
    const rest = words.join(' ');
    if (verb === 'config') path.push(rest);
    else if (verb === 'end') path.pop();
    else if (verb === 'edit' && path.length === 1) {
      const table = tables.get(path[0]!) ?? new Map<string, Map<string, string>>();
      tables.set(path[0]!, table.set(rest.replaceAll('"', ''), (entry = new Map())));
    } else if (verb === 'set' && path.length === 1) entry.set(words[0]!, words.slice(1).join(' '));
  }
  return tables;
}
