import type { ParsedRule } from './parsed-rule.js';
import {
  comment,
  fileText,
  readLine,
  strictAddress,
  strictCidr,
  strictPlace,
  type TextFile,
} from './strict-cidr.js';

const ignore = () => undefined;

/** Reads the ufw script, and checks that the removing script names the same rules. */
export function reparseUfw(files: readonly TextFile[]): ParsedRule[] {
  const added = ufwRules(fileText(files, 'postern-ufw.sh'), 'prepend');
  const removed = ufwRules(fileText(files, 'postern-ufw-remove.sh'), 'delete');
  if (JSON.stringify(added) !== JSON.stringify(removed)) throw new Error('the scripts do not match');
  return added;
}

function ufwRules(text: string, verb: string): ParsedRule[] {
  const hosts = new Map<string, string>();
  const rules: ParsedRule[] = [];
  for (const line of text.split('\n')) {
    readLine(line, [
      [/^(?:#.*)?$|^set -eu$/, ignore],
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

/** Reads the calls of the PowerShell script; its function is compared word by word. */
export function reparseWindows(files: readonly TextFile[]): ParsedRule[] {
  const lines = fileText(files).split('\r\n');
  const start = lines.indexOf('function Set-PosternRule {');
  const end = lines.indexOf('}', start);
  const calls = [...lines.slice(0, start), ...lines.slice(end + 1)].join('\n').replace(/ `\n +/g, ' ');
  const rules: ParsedRule[] = [];
  const list = (text: string) => text.split(', ').map((item) => /^'([^']*)'$/.exec(item)![1]!);
  for (const line of calls.split('\n')) {
    readLine(line, [
      [/^(?:#.*)?$|^\$ErrorActionPreference = 'Stop'$/, ignore],
      [
        new RegExp(
          `^Set-PosternRule -Name '[A-Za-z0-9._-]{1,120}' -DisplayName '${comment}' -LocalPort '(\\d+)' -LocalAddress @\\((.+)\\) -RemoteAddress @\\((.+)\\)$`,
        ),
        (port, local, remote) => {
          const sources = list(remote!).map(strictCidr);
          const family = sources[0]!.includes(':') ? 6 : 4;
          for (const place of list(local!))
            rules.push({
              action: 'allow',
              sources,
              family,
              destination: strictPlace(place),
              port: Number(port),
            });
        },
      ],
    ]);
  }
  return rules;
}
