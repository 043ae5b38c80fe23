import type { PrefixSet } from '@postern/core/prefix-set';
import {
  joinSources,
  readPorts,
  readSource,
  Unreadable,
  type Deployed,
  type DeployedRule,
} from './deployed-rules.js';
import { setLinesOfXml } from './pan-os-xml.js';

/** An object with its attributes, e.g. `address postern-1` with `ip-netmask`. */
type Objects = ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>;

/** Reads PAN-OS's configuration, in set format or XML: security rules in order, and what they name. */
export function readPaloalto(text: string): Deployed {
  const objects = readObjects(/^\s*</.test(text) ? setLinesOfXml(text) : text.split(/\r?\n/));
  const rules = [...objects].filter(([id]) => id.startsWith('rules '));
  if (rules.length === 0) throw new Unreadable('This holds no security rules of PAN-OS');
  const [found, unread]: [DeployedRule[], string[]] = [[], []];
  let ours = 0;
  for (const [id, fields] of rules) {
    const name = id.slice('rules '.length);
    const isOurs = name.startsWith('postern-');
    if (fields.get('disabled')?.[0] === 'yes') continue;
    ours += isOurs ? 1 : 0;
    const isDeny = fields.get('action')?.[0] !== 'allow';
    const isNegated =
      fields.get('negate-source')?.[0] === 'yes' || fields.get('negate-destination')?.[0] === 'yes';
    const isOfSomeUsers =
      (fields.get('source-user') ?? ['any']).join() !== 'any' ||
      (fields.get('application') ?? ['any']).join() !== 'any';
    if (isNegated || isOfSomeUsers) {
      if (isOurs || isDeny) unread.push(`rule ${name}`);
      continue;
    }
    try {
      found.push(ruleOf(name, fields, objects, isOurs, isDeny));
    } catch (error) {
      if (!(error instanceof Unreadable) || isOurs) throw error;
      if (isDeny) unread.push(`rule ${name}`);
    }
  }
  return {
    rules: found,
    gone: ours === 0 ? ['There is no rule whose name starts with postern-'] : [],
    unread,
  };
}

function ruleOf(
  name: string,
  fields: ReadonlyMap<string, readonly string[]>,
  objects: Objects,
  isOurs: boolean,
  isDeny: boolean,
): DeployedRule {
  const follow = (field: string) =>
    joinSources((fields.get(field) ?? ['any']).map((value) => addressesOf(value, objects)));
  const ports = (fields.get('service') ?? ['any']).map((service) => portsOf(service, objects));
  return {
    action: isDeny ? 'deny' : 'allow',
    sources: follow('source'),
    destinations: follow('destination'),
    ports: ports.includes('any') ? 'any' : ports.flatMap((range) => (range === 'any' ? [] : range)),
    isOurs,
    line: `rule ${name}`,
  };
}

function addressesOf(name: string, objects: Objects): PrefixSet | 'any' {
  if (name === 'any' || name.startsWith('REPLACE-')) return 'any';
  const group = objects.get(`address-group ${name}`);
  if (group !== undefined)
    return joinSources((group.get('static') ?? []).map((member) => addressesOf(member, objects)));
  const address = objects.get(`address ${name}`);
  if (address !== undefined)
    return readSource((address.get('ip-netmask') ?? address.get('ip-range') ?? [''])[0]!);
  if (/^[0-9a-f.:/]+$/.test(name)) return readSource(name);
  throw new Unreadable(`The address ${name} is not in the file: print the whole configuration`);
}

function portsOf(name: string, objects: Objects): DeployedRule['ports'] {
  if (name === 'any') return 'any';
  if (name === 'service-https') return [{ first: 443, last: 443 }];
  const service = objects.get(`service ${name}`);
  if (service === undefined)
    throw new Unreadable(`The service ${name} is not in the file: print the whole configuration`);
  return (service.get('protocol tcp port') ?? []).flatMap((text) => text.split(',').map(readPorts));
}

/** Later lines add to a list; quoted names and `[ … ]` are read. Lines of other parts of the configuration are left out. */
function readObjects(lines: readonly string[]): Objects {
  const objects = new Map<string, Map<string, string[]>>();
  const shapes =
    /^set (?:shared |vsys \S+ |device-group \S+ )?(?:(?:rulebase|pre-rulebase) security (rules)|(address-group|address|service)) ("[^"]+"|\S+) (.*)$/;
  for (const line of lines) {
    const found = shapes.exec(line.trim());
    if (found === null) continue;
    const id = `${found[1] ?? found[2]} ${found[3]!.replaceAll('"', '')}`;
    const words = [...found[4]!.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare!);
    const length = words[0] === 'protocol' ? 3 : 1;
    const [field, values] = [
      words.slice(0, length).join(' '),
      words.slice(length).filter((word) => word !== '[' && word !== ']'),
    ];
    const fields = objects.get(id) ?? new Map<string, string[]>();
    objects.set(id, fields.set(field, [...(fields.get(field) ?? []), ...values]));
  }
  return objects;
}
