import type { ParsedRule } from './parsed-rule.js';
import {
  comment,
  Fault,
  fileText,
  lookUp,
  maskLength,
  readLine,
  strictAddress,
  strictCidr,
  strictGroups,
  strictPlace,
  type TextFile,
} from './strict-cidr.js';

const ignore = () => undefined;
type Settings = Map<string, string>;

/** Reads a FortiOS file into its tables, then follows each policy to addresses and ports. */
export function reparseFortigate(files: readonly TextFile[]): ParsedRule[] {
  const tables = fortigateTables(fileText(files));
  const table = (name: string) => tables.get(name) ?? new Map<string, Settings>();
  const names = (text: string) => text.split(' ').map((name) => strictGroups(/^"([^" ]{1,79})"$/, name)[0]!);
  const prefix = (settings: Settings) => {
    const subnet = settings.get('subnet')?.split(' ');
    return strictCidr(
      subnet === undefined ? lookUp(settings, 'ip6') : `${subnet[0]}/${maskLength(subnet[1]!)}`,
    );
  };
  const members = (name: string, suffix: string): string[] => {
    const group = table(`firewall addrgrp${suffix}`).get(name);
    if (group !== undefined)
      return names(lookUp(group, 'member')).flatMap((member) => members(member, suffix));
    return [prefix(lookUp(table(`firewall address${suffix}`), name))];
  };
  return [...table('firewall policy').values()].flatMap((policy) => {
    const suffix = policy.has('srcaddr6') ? '6' : '';
    if (policy.get('action') !== 'accept' || policy.get('schedule') !== '"always"')
      throw new Fault('not an accepting policy');
    const service = lookUp(table('firewall service custom'), names(lookUp(policy, 'service'))[0]);
    return names(lookUp(policy, `dstaddr${suffix}`)).map((place): ParsedRule => ({
      action: 'allow',
      sources: names(lookUp(policy, `srcaddr${suffix}`)).flatMap((name) => members(name, suffix)),
      family: suffix === '6' ? 6 : 4,
      destination: place.startsWith('REPLACE-')
        ? strictPlace(place)
        : members(place, suffix)[0]!.replace(/\/.*/, ''),
      port: Number(strictGroups(/^(\d+)$/, service.get('tcp-portrange'))[0]),
    }));
  });
}

function fortigateTables(text: string): Map<string, Map<string, Settings>> {
  const tables = new Map<string, Map<string, Settings>>();
  let table = new Map<string, Settings>();
  let entry: Settings = new Map();
  for (const line of text.split('\n').map((raw) => raw.trim())) {
    readLine(line, [
      [/^(?:#.*)?$|^next$|^end$|^move \d+ before \d+$/, ignore],
      [
        /^config ([a-z0-9 -]+)$/,
        (name) => tables.set(name, (table = tables.get(name) ?? new Map<string, Settings>())),
      ],
      [/^unset (?:src|dst)addr6?$/, ignore],
      [/^edit "?([A-Za-z0-9._-]{1,63})"?$/, (name) => table.set(name, (entry = new Map()))],
      [
        new RegExp(`^set (comments|name|srcintf|dstintf) ("${comment}")$`),
        (key, value) => entry.set(key, value),
      ],
      [
        /^set ([a-z0-9-]+) ((?:"[A-Za-z0-9._-]+"|[a-z0-9.:/]+)(?: (?:"[A-Za-z0-9._-]+"|[a-z0-9.:/]+))*)$/,
        (key, value) => entry.set(key, value),
      ],
    ]);
  }
  return tables;
}

/** Reads PAN-OS set commands, one attribute a line. */
export function reparsePaloalto(files: readonly TextFile[]): ParsedRule[] {
  const addresses = new Map<string, string>();
  const groups = new Map<string, string[]>();
  const ports = new Map<string, number>();
  const rules = new Map<string, Map<string, string[]>>();
  const name = '([A-Za-z0-9._-]{1,63})';
  const attributes = (key: string) => rules.get(key) ?? new Map<string, string[]>();
  for (const line of fileText(files).split('\n')) {
    readLine(line, [
      [/^$/, ignore],
      [
        new RegExp(`^set address ${name} ip-netmask (\\S+)$`),
        (key, cidr) => addresses.set(key, strictCidr(cidr)),
      ],
      [new RegExp(`^delete address-group ${name} static$`), (key) => groups.delete(key)],
      [
        new RegExp(`^set address-group ${name} static \\[ ([A-Za-z0-9._ -]+) \\]$`),
        (key, list) => groups.set(key, [...(groups.get(key) ?? []), ...list!.split(' ')]),
      ],
      [
        new RegExp(`^set service ${name} protocol tcp port (\\d+)$`),
        (key, port) => ports.set(key, Number(port)),
      ],
      [
        new RegExp(`^delete rulebase security rules ${name} (source|destination)$`),
        (key, attribute) => attributes(key).delete(attribute!),
      ],
      [
        new RegExp(`^set rulebase security rules ${name} (source|destination) \\[ (\\S+(?: \\S+)*) \\]$`),
        (key, attribute, list) => rules.set(key!, attributes(key!).set(attribute!, list!.split(' '))),
      ],
      [
        new RegExp(
          `^set rulebase security rules ${name} (from|to|application|service|action) ([A-Za-z0-9._-]+)$`,
        ),
        (key, attribute, value) => rules.set(key!, attributes(key!).set(attribute!, [value!])),
      ],
      [new RegExp(`^set rulebase security rules ${name} description "${comment}"$`), ignore],
    ]);
  }
  const follow = (key: string): string[] =>
    groups.get(key)?.flatMap(follow) ?? [addresses.get(key) ?? strictAddress(key)];
  return [...rules.values()].flatMap((rule) => {
    if (lookUp(rule, 'action')[0] !== 'allow' || lookUp(rule, 'application')[0] !== 'any')
      throw new Fault('not an allowing rule for any application');
    const sources = lookUp(rule, 'source').flatMap(follow);
    return lookUp(rule, 'destination').map((place): ParsedRule => ({
      action: 'allow',
      sources,
      family: sources[0]!.includes(':') ? 6 : 4,
      destination: strictPlace(place),
      port: lookUp(ports, lookUp(rule, 'service')[0]),
    }));
  });
}

/** Runs ASA lines: entering a group again adds to it, and the same access-list line twice is one. */
export function reparseAsa(files: readonly TextFile[]): ParsedRule[] {
  const groups = new Map<string, Set<string>>();
  const lines = new Map<string, { group: string; destination: string; port: number }>();
  let open = new Set<string>();
  const prefix = (
    host: string | undefined,
    address: string | undefined,
    mask: string | undefined,
    cidr: string | undefined,
  ) => {
    if (host !== undefined) return strictCidr(`${host}/${host.includes(':') ? 128 : 32}`);
    return strictCidr(cidr ?? `${address}/${maskLength(mask!)}`);
  };
  const object = 'network-object (?:host ([0-9a-f.:]+)|([0-9.]+) ([0-9.]+)|([0-9a-f:]+/\\d+))$';
  for (const line of fileText(files).split('\n')) {
    readLine(line, [
      [/^(?:!.*)?$/, ignore],
      [
        /^object-group network ([A-Za-z0-9._-]{1,64})$/,
        (name) => groups.set(name!, (open = groups.get(name!) ?? new Set())),
      ],
      [new RegExp(`^ ${object}`), (...parts) => open.add(prefix(parts[0], parts[1], parts[2], parts[3]))],
      [
        /^access-list [A-Za-z0-9._-]+ line 1 extended permit tcp object-group (\S+) host (\S+) eq (\d+)$/,
        (group, place, port) =>
          lines.set(line, { group: group!, destination: strictPlace(place!), port: Number(port) }),
      ],
    ]);
  }
  return [...lines.values()].map(({ group, destination, port }): ParsedRule => {
    const sources = [...lookUp(groups, group)];
    return { action: 'allow', sources, family: sources[0]!.includes(':') ? 6 : 4, destination, port };
  });
}
