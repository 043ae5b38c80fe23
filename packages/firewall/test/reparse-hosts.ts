import type { ParsedRule } from './parsed-rule.js';
import {
  comment,
  fileText,
  lookUp,
  readLine,
  strictAddress,
  strictCidr,
  strictGroups,
  strictPlace,
  type TextFile,
} from './strict-cidr.js';

const ignore = () => undefined;

/** Reads the ufw script. */
export function reparseUfw(files: readonly TextFile[]): ParsedRule[] {
  return ufwRules(fileText(files, 'postern-ufw.sh'), 'prepend');
}

function ufwRules(text: string, verb: string): ParsedRule[] {
  const hosts = new Map<string, string>();
  const rules: ParsedRule[] = [];
  for (const line of text.split('\n')) {
    readLine(line, [
      [/^(?:#.*)?$|^set -eu$|^if grep -qs '\^IPV6=no' .*; fi$/, ignore],
      [
        /^: "\$\{([A-Z0-9_]+):\?set it to the IPv[46] address of ([a-z0-9.-]+)\}"$/,
        (name, host) => hosts.set(name, host),
      ],
      [
        new RegExp(
          `^ufw (?:route )?${verb} allow proto tcp from (\\S+) to (?:"\\$([A-Z0-9_]+)"|([0-9a-f.:]+)) port (\\d+)(?: comment '${comment}')?$`,
        ),
        (from, variable, address, port) => {
          const host = variable === undefined ? undefined : hosts.get(variable);
          const destination = host === undefined ? strictAddress(address!) : `?${host}`;
          rules.push({
            action: 'allow',
            sources: [strictCidr(from)],
            family: from.includes(':') ? 6 : 4,
            destination,
            port: Number(port),
          });
        },
      ],
    ]);
  }
  return rules;
}

/** Reads the ipsets and the policy of firewalld. */
export function reparseFirewalld(files: readonly TextFile[]): ParsedRule[] {
  const [sets, hosts] = [new Map<string, string[]>(), new Map<string, string>()];
  const header: Parameters<typeof readLine>[1] = [
    [
      /^(?:<\?xml version="1\.0" encoding="utf-8"\?>)?$|^<!-- SAMPLE: [\w ,.]+ -->$|^ *<short>Postern<\/short>$/,
      ignore,
    ],
  ];
  const words = '[A-Za-z0-9 .,:/()@_+=?-]*';
  for (const { path, text } of files.filter(({ path: name }) => name.startsWith('ipsets/'))) {
    const name = strictGroups(/^ipsets\/(postern-[A-Za-z0-9_-]{1,23})\.xml$/, path)[0]!;
    const entries: string[] = [];
    for (const line of text.split('\n')) {
      readLine(line, [
        ...header,
        [/^<ipset type="hash:net">$|^<\/ipset>$/, ignore],
        [
          /^ {2}<description>Postern: add the IPv[46] address of ([a-z0-9.-]+) with firewall-cmd .*<\/description>$/,
          (host) => hosts.set(name, host),
        ],
        [new RegExp(`^ {2}<description>${words}</description>$`), ignore],
        [
          /^ {2}<option name="family" value="inet6?"\/>$|^ {2}<option name="maxelem" value="131072"\/>$/,
          ignore,
        ],
        [/^ {2}<entry>(.*)<\/entry>$/, (cidr) => entries.push(strictCidr(cidr))],
      ]);
    }
    sets.set(name, entries);
  }
  const rules: ParsedRule[] = [];
  for (const line of fileText(files, 'policies/postern-forward.xml').split('\n')) {
    readLine(line, [
      ...header,
      [
        /^<policy priority="-1" target="CONTINUE">$|^<\/policy>$|^ {2}<(?:ingress|egress)-zone name="ANY"\/>$/,
        ignore,
      ],
      [new RegExp(`^ {2}<description>${words}</description>$`), ignore],
      [
        /^ {2}<rule family="ipv([46])"><source ipset="([\w-]+)"\/><destination (address|ipset)="([^"]+)"\/><port port="(\d+)" protocol="tcp"\/><accept\/><\/rule>$/,
        (family, list, kind, to, port) =>
          rules.push({
            action: 'allow',
            sources: lookUp(sets, list),
            family: family === '4' ? 4 : 6,
            destination: kind === 'address' ? strictAddress(to) : `?${lookUp(hosts, to)}`,
            port: Number(port),
          }),
      ],
    ]);
  }
  return rules;
}

/** Runs the calls of the PowerShell script: a rule of the same name is changed, and others of ours go. */
export function reparseWindows(files: readonly TextFile[]): ParsedRule[] {
  const calls = fileText(files)
    .replace(/function Set-PosternRule \{\r\n(?: .*\r\n)*\}\r\n/g, '')
    .replace(/ `\r\n +/g, ' ')
    .replace(/\|\r\n +/g, '| ');
  const rules = new Map<string, ParsedRule[]>();
  let wanted: string[] = [];
  const list = (text: string) => text.split(', ').map((item) => strictGroups(/^'([^']*)'$/, item)[0]!);
  for (const line of calls.split('\r\n')) {
    readLine(line, [
      [/^(?:#.*)?$|^\$ErrorActionPreference = 'Stop'$/, ignore],
      [/^\$wanted = @\((.*)\)$/, (names) => (wanted = names === '' ? [] : list(names!))],
      [
        /^Get-NetFirewallRule -Group 'Postern' -ErrorAction SilentlyContinue \| Where-Object \{ \$_\.Name -notin \$wanted \} \| Remove-NetFirewallRule$/,
        () => {
          for (const name of rules.keys()) if (!wanted.includes(name)) rules.delete(name);
        },
      ],
      [
        new RegExp(
          `^Set-PosternRule -Name '([A-Za-z0-9._-]{1,120})' -DisplayName '${comment}' -LocalPort '(\\d+)' -LocalAddress @\\((.+)\\) -RemoteAddress @\\((.+)\\)$`,
        ),
        (name, port, local, remote) => {
          const sources = list(remote!).map(strictCidr);
          const family = sources[0]!.includes(':') ? 6 : 4;
          const places = list(local!).map(strictPlace);
          rules.set(
            name!,
            places.map((destination) => ({
              action: 'allow',
              sources,
              family,
              destination,
              port: Number(port),
            })),
          );
        },
      ],
    ]);
  }
  return [...rules.values()].flat();
}
