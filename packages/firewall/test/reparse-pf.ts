import { isIP } from 'node:net';
import type { ParsedRule } from './parsed-rule.js';
import { comment, Fault, lookUp, strictAddress, strictCidr, type TextFile } from './strict-cidr.js';

type Aliases = ReadonlyMap<string, { readonly type: string; readonly entries: readonly string[] }>;

const name = '[a-z][a-z0-9_]{0,30}';

/** Reads OPNsense's import file and the sheet of rules. */
export function reparseOpnsense(files: readonly TextFile[]): ParsedRule[] {
  const {
    '//': header,
    aliases,
    ...rest
  } = JSON.parse(textOf(files, 'postern-aliases.json')) as {
    '//': unknown;
    aliases: { alias: Record<string, Record<string, string>> };
  };
  if (!Array.isArray(header) || Object.keys(rest).length > 0) throw new Fault('unexpected members');
  const found = Object.entries(aliases.alias).map(([uuid, alias]) => {
    if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(uuid)) throw new Fault(`not a UUID: ${uuid}`);
    if (Object.keys(alias).join() !== 'enabled,name,type,content,description' || alias['enabled'] !== '1')
      throw new Fault(`unexpected fields of ${alias['name']}`);
    if (!new RegExp(`^${comment}$`).test(alias['description']!)) throw new Fault('unexpected description');
    return [alias['name']!, { type: alias['type']!, entries: alias['content']!.split('\n') }] as const;
  });
  return rulesOf(files, new Map(found));
}

/** The code of every session, without its data: PHP itself runs it in another test. */
const code = `require_once('filter.inc');
$postern_wanted = array(
);
foreach ($postern_wanted as $postern_alias) {
  if (strpos($postern_alias['address'], 'REPLACE-') !== false) {
    echo 'Nothing was changed. Fill in the address: ' . $postern_alias['address'] . PHP_EOL;
    return;
  }
}
$postern_aliases = config_get_path('aliases/alias', array());
foreach ($postern_wanted as $postern_alias) {
  $postern_at = null;
  foreach ($postern_aliases as $postern_key => $postern_known) {
    if ($postern_known['name'] === $postern_alias['name']) { $postern_at = $postern_key; }
  }
  if ($postern_at === null) { $postern_aliases[] = $postern_alias; }
  else { $postern_aliases[$postern_at] = array_merge($postern_aliases[$postern_at], $postern_alias); }
}
config_set_path('aliases/alias', $postern_aliases);
write_config('Postern: mail allowlist, revision N');
filter_configure();
`;

/** Reads the session of pfSense's PHP shell line by line, and the sheet of rules. */
export function reparsePfsense(files: readonly TextFile[]): ParsedRule[] {
  const aliases = new Map<string, { type: string; entries: string[] }>();
  const record = new RegExp(
    `^array\\('name' => '(${name})', 'type' => '(network|port)', 'descr' => '${comment}', 'address' => '([A-Za-z0-9._:/ -]+)', 'detail' => '[a-z0-9.:|_-]*'\\),$`,
  );
  const rest = textOf(files, 'postern.php.txt')
    .split('\n')
    .filter((line) => {
      const [, key, type, entries] = record.exec(line) ?? [];
      if (key !== undefined) aliases.set(key, { type: type!, entries: entries!.split(' ') });
      return key === undefined && !line.startsWith('# ');
    });
  const found = rest.join('\n').replace(/revision \d+'/, "revision N'");
  if (found !== code) throw new Fault(`unexpected code: ${found}`);
  return rulesOf(files, aliases);
}

function textOf(files: readonly TextFile[], path: string): string {
  const file = files.find((each) => each.path === path);
  if (file === undefined) throw new Fault(`no file ${path}`);
  if (/[^\x20-\x7e\n]/.test(file.text)) throw new Fault(`${path} holds more than ASCII`);
  return file.text;
}

function rulesOf(files: readonly TextFile[], aliases: Aliases): ParsedRule[] {
  const rows = textOf(files, 'postern-rules.md')
    .split('\n')
    .filter((line) => line.startsWith('| Pass '));
  const shape = new RegExp(
    `^\\| Pass \\| [A-Za-z0-9._-]+ \\| IPv4\\+IPv6 \\| TCP \\| (${name}) \\| (${name}) \\| (${name}) \\| ${comment} \\|$`,
  );
  return rows.flatMap((row) => {
    const [, source, destination, port] = shape.exec(row) ?? [];
    if (port === undefined) throw new Fault(`unexpected row: ${row}`);
    const sources = follow(source!, aliases).map(strictCidr);
    const places = lookUp(aliases, destination).entries.map(placeOf);
    const ports = lookUp(aliases, port);
    if (ports.type !== 'port') throw new Fault(`${port} holds no ports`);
    return places.flatMap((place) => ports.entries.flatMap((text) => rulesAt(sources, place, Number(text))));
  });
}

function follow(alias: string, aliases: Aliases): string[] {
  const { type, entries } = lookUp(aliases, alias);
  if (type !== 'network') throw new Fault(`${alias} holds no networks`);
  return entries.flatMap((entry) => (aliases.has(entry) ? follow(entry, aliases) : [entry]));
}

/** A server whose address is not known is wanted in both families. */
function rulesAt(sources: readonly string[], place: string, port: number): ParsedRule[] {
  return ([4, 6] as const)
    .filter((family) => place.startsWith('?') || isIP(place) === family)
    .map((family) => ({
      action: 'allow',
      sources: sources.filter((source) => source.includes(':') === (family === 6)),
      family,
      destination: place,
      port,
    }));
}

function placeOf(text: string): string {
  const host = /^REPLACE-ADDRESS-OF-([a-z0-9.-]+)$/.exec(text)?.[1];
  return host === undefined ? strictAddress(text) : `?${host}`;
}
