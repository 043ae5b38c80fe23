import type { ParsedRule } from './parsed-rule.js';
import { comment, Fault, fileText, lookUp, readLine, strictCidr, type TextFile } from './strict-cidr.js';

const ignore = () => undefined;
const name = '[A-Za-z0-9][A-Za-z0-9._-]{0,62}';
const book = 'security address-book global';
const policy = `security policies from-zone ${name} to-zone ${name} policy`;

type Policy = { sources: string[]; places: string[]; ports: number[]; isPermit: boolean };

/** What the lines of a file leave on a device that had nothing of ours. */
class Reading {
  readonly addresses = new Map<string, string>();
  readonly sets = new Map<string, string[]>();
  readonly applications = new Map<string, number>();
  readonly policies = new Map<string, Policy>();

  at(id: string): Policy {
    const known = this.policies.get(id) ?? { sources: [], places: [], ports: [], isPermit: false };
    this.policies.set(id, known);
    return known;
  }
}

const patternsOf = (reading: Reading): Parameters<typeof readLine>[1] => [
  [/^(?:#.*)?$/, ignore],
  ...objectPatterns(reading),
  [new RegExp(`^delete ${policy} ${name} match (?:source-address|destination-address|application)$`), ignore],
  [new RegExp(`^set ${policy} ${name} description "${comment}"$`), ignore],
  [
    new RegExp(`^set ${policy} (${name}) match source-address (${name})$`),
    (id, value) =>
      reading
        .at(id!)
        .sources.push(...lookUp(reading.sets, value).map((key) => lookUp(reading.addresses, key))),
  ],
  [
    new RegExp(`^set ${policy} (${name}) match destination-address (${name})$`),
    (id, value) => reading.at(id!).places.push(lookUp(reading.addresses, value)),
  ],
  [
    new RegExp(`^set ${policy} (${name}) match application (${name})$`),
    (id, value) => reading.at(id!).ports.push(lookUp(reading.applications, value)),
  ],
  [new RegExp(`^set ${policy} (${name}) then permit$`), (id) => (reading.at(id!).isPermit = true)],
  [new RegExp(`^insert ${policy} ${name} before policy ${name}$`), ignore],
];

const objectPatterns = ({ addresses, sets, applications }: Reading): Parameters<typeof readLine>[1] => [
  [
    new RegExp(`^set ${book} address (${name}) ([0-9a-f.:]+/\\d+|REPLACE-ADDRESS-OF-[a-z0-9.-]+)$`),
    (key, value) => addresses.set(key!, value!),
  ],
  [new RegExp(`^delete ${book} address-set (${name})$`), (key) => sets.delete(key!)],
  [new RegExp(`^set ${book} address-set ${name} description "${comment}"$`), ignore],
  [
    new RegExp(`^set ${book} address-set (${name}) address (${name})$`),
    (key, member) => (sets.get(key!) ?? sets.set(key!, []).get(key!)!).push(member!),
  ],
  [new RegExp(`^set applications application ${name} protocol tcp$`), ignore],
  [
    new RegExp(`^set applications application (${name}) destination-port (\\d+)$`),
    (key, port) => applications.set(key!, Number(port)),
  ],
];

/** Reads Junos set commands line by line. */
export function reparseJuniper(files: readonly TextFile[]): ParsedRule[] {
  const reading = new Reading();
  const patterns = patternsOf(reading);
  for (const line of fileText(files).split('\n')) readLine(line, patterns);
  return [...reading.policies].flatMap(([id, { sources, places, ports, isPermit }]) => {
    if (!isPermit || sources.length === 0) throw new Fault(`${id} is incomplete`);
    return places.flatMap((place) =>
      ports.map((port): ParsedRule => ({
        action: 'allow',
        sources: sources.map(strictCidr),
        family: sources[0]!.includes(':') ? 6 : 4,
        destination: placeOf(place),
        port,
      })),
    );
  });
}

/** Every address of a server is a prefix of its full length. */
function placeOf(value: string): string {
  const host = /^REPLACE-ADDRESS-OF-(.+)$/.exec(value)?.[1];
  if (host !== undefined) return `?${host}`;
  const [address, length] = strictCidr(value).split('/');
  if (length !== (value.includes(':') ? '128' : '32')) throw new Fault(`not one address: ${value}`);
  return address!;
}
