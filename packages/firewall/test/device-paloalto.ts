import { Fault } from './strict-cidr.js';

const listValued = new Set(['static', 'from', 'to', 'source', 'destination', 'application', 'service']);
const ruleFields = ['from', 'to', 'source', 'destination', 'application', 'service', 'action'];

type Kind = 'address' | 'address-group' | 'service' | 'external-list' | 'rulebase security rules';
const kinds: readonly Kind[] = [
  'address',
  'address-group',
  'service',
  'external-list',
  'rulebase security rules',
];

/**
 * PAN-OS's candidate configuration as set, delete and move change it (PAN-OS 11 CLI reference): `set` adds to a list and
 * replaces a value, a delete of what is not there is answered with a complaint, of what is referred to is refused, and a
 * commit checks that rules are complete and that what they name exists. Throws a Fault for what a device refuses.
 */
export class PaloaltoDevice {
  readonly objects = new Map<string, Map<string, string[]>>();

  run(text: string): void {
    // A device answers a comment with “Unknown command” and reads on.
    for (const line of text.split('\n').filter((raw) => /^[^#]/.test(raw))) this.#command(line);
    this.#commit();
  }

  /** The lines of `show` in set format. */
  show(): string {
    return [...this.objects]
      .flatMap(([id, fields]) =>
        [...fields].map(([field, values]) => {
          const value =
            listValued.has(field) && values.length > 1 ? `[ ${values.join(' ')} ]` : values.join(' ');
          return `set ${id} ${field} ${value}`;
        }),
      )
      .join('\n');
  }

  #command(line: string): void {
    const [, verb, kind, name, rest = ''] =
      new RegExp(`^(set|delete|move) (${kinds.join('|')}) (\\S+)(?: (.*))?$`).exec(line) ?? [];
    if (verb === undefined) throw new Fault(`unknown command: ${line}`);
    const id = `${kind} ${name}`;
    if (verb === 'set') this.#set(id, kind as Kind, name!, rest);
    else if (verb === 'delete') this.#delete(id, name!, rest);
    else this.#move(id, rest);
  }

  #set(id: string, kind: Kind, name: string, rest: string): void {
    const twin = kind === 'address' ? 'address-group' : 'address';
    if ((kind === 'address' || kind === 'address-group') && this.objects.has(`${twin} ${name}`))
      throw new Fault(`${name} is an address and a group`);
    const at = kind === 'external-list' || kind === 'service' ? rest.lastIndexOf(' ') : rest.indexOf(' ');
    const [field, text] = [rest.slice(0, at), rest.slice(at + 1)];
    const values = text.startsWith('[ ') ? text.slice(2, -2).split(' ') : [text];
    const fields = this.objects.get(id) ?? new Map<string, string[]>();
    const before = kind !== 'service' && listValued.has(field) ? (fields.get(field) ?? []) : [];
    fields.set(field, [...new Set([...before, ...values])]);
    this.objects.set(id, fields);
  }

  #delete(id: string, name: string, field: string): void {
    if (field !== '') {
      this.objects.get(id)?.delete(field); // A complaint if it is not there.
      return;
    }
    if (!id.startsWith('rulebase')) {
      const user = [...this.objects].find(
        ([other, fields]) =>
          other !== id && [...fields].some(([key, values]) => listValued.has(key) && values.includes(name)),
      );
      if (user !== undefined && this.objects.has(id)) throw new Fault(`${id} is used by ${user[0]}`);
    }
    this.objects.delete(id);
  }

  #move(id: string, rest: string): void {
    const anchor = `rulebase security rules ${rest.replace(/^before /, '')}`;
    const moved = this.objects.get(id);
    if (moved === undefined || !this.objects.has(anchor)) throw new Fault(`${id} cannot be moved ${rest}`);
    const others = [...this.objects].filter(([key]) => key !== id);
    const at = others.findIndex(([key]) => key === anchor);
    this.objects.clear();
    for (const [key, fields] of [...others.slice(0, at), [id, moved] as const, ...others.slice(at)])
      this.objects.set(key, fields);
  }

  #commit(): void {
    for (const [id, fields] of this.objects) {
      const isRule = id.startsWith('rulebase');
      const lists = isRule
        ? ['source', 'destination', 'service']
        : id.startsWith('address-group')
          ? ['static']
          : [];
      for (const field of isRule ? ruleFields : lists)
        if ((fields.get(field) ?? []).length === 0) throw new Fault(`${id} has no ${field}`);
      for (const name of lists.flatMap((field) => fields.get(field)!)) {
        const isKnown = kinds.some((kind) => this.objects.has(`${kind} ${name}`));
        if (!isKnown && !/^(?:any|application-default|REPLACE-.*|[0-9a-f.:]+)$/.test(name))
          throw new Fault(`${id} names ${name}, which does not exist`);
      }
    }
  }
}

/** The configuration without the order of objects and of list members. */
export function paloaltoState(device: PaloaltoDevice): string[] {
  return [...device.objects]
    .flatMap(([id, fields]) =>
      [...fields].map(([field, values]) => `${id} ${field} ${values.toSorted().join(' ')}`),
    )
    .toSorted();
}
