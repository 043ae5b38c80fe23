import type { ParsedRule } from './parsed-rule.js';
import {
  comment,
  Fault,
  fileText,
  lookUp,
  readLine,
  strictAddress,
  strictCidr,
  type TextFile,
} from './strict-cidr.js';

const ignore = () => undefined;

/** Reads the commands of the nftables file. */
export function reparseNftables(files: readonly TextFile[]): ParsedRule[] {
  const sets = new Map<string, string[]>();
  const hosts = new Map<string, string>();
  const rules: NftRule[] = [];
  let open = '';
  const declare = (name: string, words = '') => {
    const host = /^address of ([a-z0-9.-]+)$/.exec(words)?.[1];
    if (host === undefined) sets.set(name, sets.get(name) ?? []);
    else hosts.set(name, host);
    open = name;
  };
  const rule = (text: string) => rules.push(...nftRules(text));
  for (const line of fileText(files)
    .split('\n')
    .map((text) => text.trim())) {
    readLine(line, [
      [/^(?:#.*)?$/, ignore],
      [/^(?:add |delete )table inet \w+$/, ignore],
      [
        /^(?:add|flush|delete) chain inet \w+ \w+$|^add chain inet \w+ \w+ \{ type filter hook (?:forward|input) priority -5; policy accept; \}$/,
        ignore,
      ],
      [/^add set inet \w+ (\w+) \{ type ipv[46]_addr; flags interval; \}$/, ignore],
      [/^(?:flush|delete) set inet \w+ (\w+)$/, (name) => sets.delete(name)],
      [
        new RegExp(
          `^add set inet \\w+ (\\w+) \\{ type ipv[46]_addr; flags interval; comment "(${comment})"; \\}$`,
        ),
        declare,
      ],
      [/^\}$/, ignore],
      [/^add element inet \w+ (\w+) \{$/, (name) => declare(name)],
      [/^([0-9a-f.:]+\/\d+),$/, (cidr) => lookUp(sets, open).push(strictCidr(cidr))],
      [/^add rule inet \w+ \w+ (.*)$/, rule],
    ]);
  }
  return rules.map(({ from, to, ...rest }) => ({
    ...rest,
    sources: from === '' ? 'any' : lookUp(sets, from),
    destination: to.startsWith('@') ? `?${lookUp(hosts, to.slice(1))}` : to,
  }));
}

/** A rule whose source and destination may still be names of sets (`to` starts with `@` then). */
type NftRule = Omit<ParsedRule, 'sources' | 'destination'> & { readonly from: string; readonly to: string };

const nftRule = new RegExp(
  '^(?:(ip6?) saddr @(\\w+)|meta nfproto ipv([46])) ' +
    '(?:ip6? daddr (?:@(\\w+)|\\{ ([0-9a-f.:, ]+) \\})|fib daddr type local) ' +
    `tcp dport (\\d+) (?:(ct state new,established accept)|drop) comment "${comment}"$`,
);

function nftRules(text: string): NftRule[] {
  const found = nftRule.exec(text);
  if (found === null) throw new Fault(`unexpected rule: ${text}`);
  const [, ip, from, proto, toSet, toList, port, accept] = found;
  const family = ip === 'ip' || proto === '4' ? 4 : 6;
  const places = toSet === undefined ? (toList?.split(', ').map(strictAddress) ?? ['local']) : [`@${toSet}`];
  const action = accept ? 'allow' : 'deny';
  return places.map((to) => ({ action, family, port: Number(port), from: from ?? '', to }));
}

/** Reads the ipsets and both chains. */
export function reparseIptables(files: readonly TextFile[]): ParsedRule[] {
  const { sets, hosts } = reparseIpsets(fileText(files, 'postern.ipset'));
  return ([4, 6] as const).flatMap((family) => {
    const rules: ParsedRule[] = [];
    for (const line of fileText(files, `postern.v${family}.rules`).split('\n')) {
      readLine(line, [
        [/^(?:#.*)?$|^\*filter$|^:[A-Z]\w* - \[0:0\]$|^-F [A-Z]\w*$|^COMMIT$/, ignore],
        [
          new RegExp(
            `^-A [A-Z]\\w* -p tcp(?: -m set --match-set (\\w+) src)?(?: -d ([0-9a-f.:]+)| -m set --match-set (\\w+) dst| -m addrtype --dst-type (LOCAL)) -m tcp --dport (\\d+)( -m conntrack --ctstate NEW,ESTABLISHED)? -m comment --comment "${comment}" -j (ACCEPT|DROP)$`,
          ),
          (from, to, toSet, here, port, state, verdict) => {
            if ((verdict === 'ACCEPT') !== (state !== undefined))
              throw new Fault(`an accept is stateful: ${line}`);
            const destination =
              to === undefined ? (here ? 'local' : `?${lookUp(hosts, toSet!)}`) : strictAddress(to);
            rules.push({
              action: verdict === 'ACCEPT' ? 'allow' : 'deny',
              sources: from === undefined ? 'any' : lookUp(sets, from),
              family,
              destination,
              port: Number(port),
            });
          },
        ],
      ]);
    }
    return rules;
  });
}

function reparseIpsets(text: string): { sets: Map<string, string[]>; hosts: Map<string, string> } {
  const sets = new Map<string, string[]>();
  const hosts = new Map<string, string>();
  const swap = (a: string, b: string) => {
    const [first, second] = [lookUp(sets, a), lookUp(sets, b)];
    sets.set(a, second).set(b, first);
  };
  for (const line of text.split('\n')) {
    readLine(line, [
      [/^# ipset add (\w+) ADDRESS-OF-([a-z0-9.-]+)$/, (name, host) => hosts.set(name, host)],
      [/^(?:#.*)?$/, ignore],
      [
        /^create (\w{1,31}) hash:net family inet6? hashsize 1024 maxelem 131072$/,
        (name) => sets.set(name, sets.get(name) ?? []),
      ],
      [/^flush (\w+)$/, (name) => sets.set(name, [])],
      [/^add (\w+) (\S+)$/, (name, cidr) => lookUp(sets, name).push(strictCidr(cidr))],
      [/^swap (\w+) (\w+)$/, swap],
      [/^destroy (\w+)$/, (name) => sets.delete(name)],
    ]);
  }
  return { sets, hosts };
}
