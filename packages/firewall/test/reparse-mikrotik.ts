import type { ParsedRule } from './parsed-rule.js';
import { fileText, lookUp, readLine, strictCidr, strictPlace, type TextFile } from './strict-cidr.js';

const ignore = () => undefined;
const name = '[A-Za-z0-9._-]{1,63}';

/** Reads a RouterOS script line by line: what it leaves on a router that had nothing of ours. */
export function reparseMikrotik(files: readonly TextFile[]): ParsedRule[] {
  const lists = new Map<string, Set<string>>();
  const rules: { list: string; place: string; port: number; family: 4 | 6 }[] = [];
  let family: 4 | 6 = 4;
  const full = (address: string) => strictCidr(address.includes('/') ? address : `${address}/32`);
  for (const line of fileText(files).split('\n')) {
    readLine(line, [
      [/^(?:#.*)?$|^set \[find list~"\^postern-"\] comment="postern old"$/, ignore],
      [/^remove \[find (?:comment="postern old"|comment~"\^postern-")\]$/, ignore],
      [/^\/(ip|ipv6) firewall (?:address-list|filter)$/, (path) => (family = path === 'ip' ? 4 : 6)],
      [
        new RegExp(
          `^:do \\{ add (list=(${name}) address=([0-9a-f.:/]+)) comment=postern \\} on-error=\\{ set \\[find \\1\\] comment=postern \\}$`,
        ),
        (_, list, address) => lists.set(list!, (lists.get(list!) ?? new Set()).add(full(address!))),
      ],
      [
        new RegExp(
          `^:if \\(\\[:len \\[find comment="(${name})"\\]\\] = 0\\) do=\\{ add comment="\\1" (chain=forward action=accept protocol=tcp src-address-list=(${name}) dst-address=(\\S+) dst-port=(\\d+)) \\} else=\\{ set \\[find comment="\\1"\\] \\2 \\}$`,
        ),
        (_, _settings, list, place, port) =>
          rules.push({ list: list!, place: place!.replace(/\/128$/, ''), port: Number(port), family }),
      ],
      [
        new RegExp(
          `^:foreach rule in=\\[find comment~"\\^postern-"\\] do=\\{ :if \\(\\[:typeof \\[:find \\{"${name}"(?:;"${name}")*\\} \\[get \\$rule comment\\]\\]\\] = "nil"\\) do=\\{ remove \\$rule \\} \\}$`,
        ),
        ignore,
      ],
      [new RegExp(`^move \\[find comment="${name}"\\] destination=\\[find comment="${name}"\\]$`), ignore],
    ]);
  }
  return rules.map(({ list, place, port, family: of }): ParsedRule => ({
    action: 'allow',
    sources: [...lookUp(lists, list)],
    family: of,
    destination: strictPlace(place),
    port,
  }));
}
