import { Fault, lookUp } from './strict-cidr.js';

type Fields = Map<string, string>;

const multiple = new Set([
  'srcaddr',
  'dstaddr',
  'srcaddr6',
  'dstaddr6',
  'member',
  'service',
  'srcintf',
  'dstintf',
]);
const needed: Readonly<Record<string, readonly string[]>> = {
  'firewall address': ['subnet'],
  'firewall address6': ['ip6'],
  'firewall addrgrp': ['member'],
  'firewall addrgrp6': ['member'],
  'firewall service custom': ['tcp-portrange'],
  'firewall policy': ['name', 'srcintf', 'dstintf', 'action', 'schedule', 'service'],
};
/** Which tables the values of a field name entries of. */
const references: Readonly<Record<string, readonly string[]>> = {
  'firewall addrgrp member': ['firewall address', 'firewall addrgrp'],
  'firewall addrgrp6 member': ['firewall address6', 'firewall addrgrp6'],
  'firewall policy srcaddr': ['firewall address', 'firewall addrgrp', 'system external-resource'],
  'firewall policy dstaddr': ['firewall address', 'firewall addrgrp'],
  'firewall policy srcaddr6': ['firewall address6', 'firewall addrgrp6', 'system external-resource'],
  'firewall policy dstaddr6': ['firewall address6', 'firewall addrgrp6'],
  'firewall policy service': ['firewall service custom'],
};

/**
 * A FortiGate's configuration as its command line changes it (FortiOS 7.4 administration guide, "Subcommands"): `edit`
 * opens or creates an entry and keeps the fields that no command names, an entry that is referred to cannot be deleted,
 * names of policies are unique, a policy needs addresses of both sides. Throws a Fault for what a device refuses.
 */
export class FortigateDevice {
  readonly tables = new Map<string, Map<string, Fields>>();
  #path = '';
  #key = '';
  #draft: Fields = new Map();

  run(text: string): void {
    for (const line of text.split('\n').map((raw) => raw.trim())) {
      if (line !== '' && !line.startsWith('#')) this.#command(line);
    }
  }

  /** The lines of `show`, in the device's order. */
  show(): string {
    const blocks = [...this.tables].filter(([, table]) => table.size > 0);
    return blocks
      .flatMap(([path, table]) => [
        `config ${path}`,
        ...[...table].flatMap(([key, fields]) => [
          `    edit ${path === 'firewall policy' ? key : `"${key}"`}`,
          ...[...fields].map(([name, value]) => `        set ${name} ${value}`),
          '    next',
        ]),
        'end',
      ])
      .join('\n');
  }

  #command(line: string): void {
    const [verb, ...words] = line.split(' ');
    const rest = words.join(' ');
    switch (verb) {
      case 'config':
        this.#path = rest;
        return;
      case 'edit':
        this.#key = rest.replaceAll('"', '');
        this.#draft = new Map(this.#table(this.#path).get(this.#key));
        return;
      case 'set':
        this.#draft.set(words[0]!, words.slice(1).join(' '));
        return;
      case 'unset':
        this.#draft.delete(rest);
        return;
      case 'next':
        this.#store();
        return;
      case 'delete':
        this.#delete(rest.replaceAll('"', ''));
        return;
      case 'move':
        this.#move(words[0]!, words[2]!);
        return;
      case 'end':
        return;
      default:
        throw new Fault(`unknown command: ${line}`);
    }
  }

  #table(path: string): Map<string, Fields> {
    const table = this.tables.get(path) ?? new Map<string, Fields>();
    this.tables.set(path, table);
    return table;
  }

  #store(): void {
    const [path, key, fields] = [this.#path, this.#key, this.#draft];
    for (const field of needed[path] ?? []) lookUp(fields, field);
    for (const [field, value] of fields) {
      for (const name of references[`${path} ${field}`] === undefined ? [] : namesOf(value)) {
        if (!this.#exists(references[`${path} ${field}`]!, name))
          throw new Fault(`${path} ${key}: ${field} names ${name}, which does not exist`);
      }
    }
    if (path === 'firewall policy') this.#checkPolicy(key, fields);
    const twin = /^firewall (address|addrgrp)(6?)$/.exec(path);
    const other = twin && `firewall ${twin[1] === 'address' ? 'addrgrp' : 'address'}${twin[2]}`;
    if (other && this.#table(other).has(key)) throw new Fault(`${key} is an address and a group`);
    this.#table(path).set(key, fields);
  }

  #exists(paths: readonly string[], name: string): boolean {
    if (name.startsWith('REPLACE-') || name.startsWith('vip-')) return true; // What the customer fills in, or has.
    return paths.some((path) => this.#table(path).has(name));
  }

  #checkPolicy(id: string, fields: Fields): void {
    const sides = [
      fields.has('srcaddr'),
      fields.has('dstaddr'),
      fields.has('srcaddr6'),
      fields.has('dstaddr6'),
    ];
    if (sides[0] !== sides[1] || sides[2] !== sides[3] || !(sides[0] || sides[2]))
      throw new Fault(`policy ${id} has a source without a destination, or neither`);
    for (const [otherId, other] of this.#table('firewall policy')) {
      if (otherId !== id && other.get('name') === fields.get('name'))
        throw new Fault(`policy ${id}: policy ${otherId} has the name ${fields.get('name')}`);
    }
  }

  #delete(key: string): void {
    if (!this.#table(this.#path).delete(key)) throw new Fault(`${this.#path} ${key} does not exist`);
    for (const [path, table] of this.tables) {
      for (const [user, fields] of table) {
        for (const [field, value] of fields) {
          if (references[`${path} ${field}`]?.includes(this.#path) && namesOf(value).includes(key))
            throw new Fault(`${this.#path} ${key} is used by ${path} ${user}`);
        }
      }
    }
  }

  #move(id: string, before: string): void {
    const table = this.#table('firewall policy');
    const moved = lookUp(table, id);
    if (!table.has(before)) throw new Fault(`policy ${before} does not exist`);
    const others = [...table].filter(([key]) => key !== id);
    const at = others.findIndex(([key]) => key === before);
    this.tables.set('firewall policy', new Map([...others.slice(0, at), [id, moved], ...others.slice(at)]));
  }
}

function namesOf(value: string): string[] {
  return [...value.matchAll(/"([^"]*)"/g)].map(([, name]) => name!);
}

/** The configuration without the order of entries; members of a list in order of their names. */
export function fortigateState(device: FortigateDevice): string[] {
  return [...device.tables]
    .flatMap(([path, table]) =>
      [...table].flatMap(([key, fields]) =>
        [...fields].map(
          ([field, value]) =>
            `${path} ${key} ${field} ${multiple.has(field) ? namesOf(value).toSorted().join(' ') : value}`,
        ),
      ),
    )
    .toSorted();
}
