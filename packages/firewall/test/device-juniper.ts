import { Fault, strictCidr } from './strict-cidr.js';

type Statements = Map<string, string[]>;

/** Statements that hold several values; every other one is replaced by the next `set` (Junos CLI User Guide). */
const listValued = new Set([
  'address',
  'address-set',
  'match source-address',
  'match destination-address',
  'match application',
]);
const policyPath = /^security policies from-zone \S+ to-zone \S+ policy \S+$/;
const kinds: readonly RegExp[] = [
  /^(security address-book global address (\S+)) (?:(description) (.+)|()(\S+))$/,
  /^(security address-book global address-set (\S+)) (description|address|address-set) (.+)$/,
  /^(applications application (\S+)) (protocol|destination-port) (\S+)$/,
  /^(security policies from-zone \S+ to-zone \S+ policy (\S+)) (description|match source-address|match destination-address|match application|match source-identity|then log|then) (.+)$/,
];

/**
 * Junos's candidate configuration as `load set` changes it (Junos OS CLI User Guide, Security Policies User Guide): `set`
 * adds to a list and replaces a value, a delete of what is not there is a warning, `insert` needs both policies, and the
 * commit refuses what is incomplete or names what does not exist. Throws a Fault for what a device refuses.
 */
export class JuniperDevice {
  readonly objects = new Map<string, Statements>();

  run(text: string): void {
    for (const line of text.split('\n').filter((raw) => raw !== '' && !raw.startsWith('#')))
      this.#command(line);
    this.#commit();
  }

  /** The lines of `show configuration | display set`. */
  show(): string {
    return [...this.objects]
      .flatMap(([id, fields]) =>
        [...fields].flatMap(([field, values]) =>
          values.map(
            (value) =>
              `set ${id} ${field === '' ? '' : `${field} `}${/ /.test(value) ? `"${value}"` : value}`,
          ),
        ),
      )
      .join('\n');
  }

  #command(line: string): void {
    const [, verb, rest = ''] = /^(set|delete|insert) (.+)$/.exec(line) ?? [];
    if (verb === 'set') this.#set(rest);
    else if (verb === 'delete') this.#delete(rest);
    else if (verb === 'insert') this.#insert(rest);
    else throw new Fault(`unknown command: ${line}`);
  }

  #set(rest: string): void {
    const found = kinds.map((kind) => kind.exec(rest)).find((match) => match !== null);
    if (!found) throw new Fault(`syntax error: set ${rest}`);
    const [id, name] = [found[1]!, found[2]!];
    const [field, raw] = found.slice(3).filter((part) => part !== undefined) as [string, string];
    if (name.length > 63 || !/^[A-Za-z0-9][A-Za-z0-9._:/-]*$/.test(name))
      throw new Fault(`not a name: ${name}`);
    const quoted = /^"([^"]*)"$/.exec(raw)?.[1];
    const value = quoted ?? raw;
    if (quoted === undefined && /[ ";#{}[\]]/.test(raw)) throw new Fault(`syntax error at ${raw}`);
    if (field === '') strictCidr(value.replace(/^REPLACE-ADDRESS-OF-[a-z0-9.-]+$/, '192.0.2.254/32'));
    const fields = this.objects.get(id) ?? new Map<string, string[]>();
    const values = listValued.has(field) ? (fields.get(field) ?? []) : [];
    if (!values.includes(value)) values.push(value);
    fields.set(field, values);
    this.objects.set(id, fields);
  }

  #delete(rest: string): void {
    if (this.objects.delete(rest)) return;
    const at = [...this.objects.keys()].find((id) => rest.startsWith(`${id} `));
    if (at === undefined) return; // “warning: statement not found”
    const field = rest.slice(at.length + 1);
    const fields = this.objects.get(at)!;
    for (const key of fields.keys()) if (key === field || key.startsWith(`${field} `)) fields.delete(key);
  }

  #insert(rest: string): void {
    const [, id = '', anchor] = /^(\S.*) before policy (\S+)$/.exec(rest) ?? [];
    const before = id.replace(/ policy \S+$/, ` policy ${anchor}`);
    const moved = this.objects.get(id);
    if (moved === undefined || !this.objects.has(before)) throw new Fault(`statement not found: ${rest}`);
    const others = [...this.objects].filter(([key]) => key !== id);
    const at = others.findIndex(([key]) => key === before);
    this.objects.clear();
    for (const [key, fields] of [...others.slice(0, at), [id, moved] as const, ...others.slice(at)])
      this.objects.set(key, fields);
  }

  #commit(): void {
    for (const [id, fields] of this.objects) {
      if (policyPath.test(id)) this.#checkPolicy(id, fields);
      else if (id.includes(' address-set ')) this.#membersOf(id);
      else if (id.startsWith('applications') && !(fields.has('protocol') && fields.has('destination-port')))
        throw new Fault(`${id} is incomplete`);
      else if (id.includes(' address ') && !fields.has('')) throw new Fault(`${id} has no address`);
    }
  }

  #checkPolicy(id: string, fields: Statements): void {
    for (const field of ['match source-address', 'match destination-address', 'match application', 'then'])
      if ((fields.get(field) ?? []).length === 0) throw new Fault(`${id}: missing mandatory ${field}`);
    for (const field of ['match source-address', 'match destination-address']) {
      const count = fields
        .get(field)!
        .map((name) => this.#countOf(name))
        .reduce((sum, each) => sum + each, 0);
      if (count > 1024) throw new Fault(`${id} has ${count} addresses`);
    }
    for (const name of fields.get('match application')!)
      if (
        name !== 'any' &&
        !name.startsWith('junos-') &&
        !this.objects.has(`applications application ${name}`)
      )
        throw new Fault(`${id} names the application ${name}, which does not exist`);
  }

  #countOf(name: string): number {
    if (name === 'any' || this.objects.has(`security address-book global address ${name}`)) return 1;
    return this.#membersOf(`security address-book global address-set ${name}`).length;
  }

  #membersOf(id: string): string[] {
    const members = this.objects.get(id)?.get('address') ?? [];
    if (members.length === 0) throw new Fault(`${id} does not exist or has no members`);
    const absent = members.find((name) => !this.objects.has(`security address-book global address ${name}`));
    if (absent !== undefined) throw new Fault(`${id} names ${absent}, which does not exist`);
    return members;
  }
}

/** The configuration without the order of statements and of list members. */
export function juniperState(device: JuniperDevice): string[] {
  return [...device.objects]
    .flatMap(([id, fields]) =>
      [...fields].map(([field, values]) => `${id} ${field} ${values.toSorted().join(' ')}`),
    )
    .toSorted();
}
