import { Fault, lookUp } from './strict-cidr.js';

/**
 * An ASA's object groups and access lists as its command line changes them (Cisco ASA 9 CLI guides): entering a group
 * adds to it, a group that a line names can neither be removed nor become empty, an access-list line that exists already
 * stays where it is, and a line needs a group with members. Throws a Fault for what a device refuses.
 */
export class AsaDevice {
  readonly groups = new Map<string, Set<string>>();
  readonly lists = new Map<string, string[]>();
  #open = '';

  run(text: string): void {
    for (const line of text.split('\n')) {
      if (line.trim() !== '' && !line.startsWith('!')) this.#command(line);
    }
  }

  /** The lines of `show running-config`. */
  show(): string {
    return [
      ...[...this.groups].flatMap(([name, members]) => [
        `object-group network ${name}`,
        ...[...members].map((m) => ` ${m}`),
      ]),
      ...[...this.lists].flatMap(([name, lines]) => lines.map((line) => `access-list ${name} ${line}`)),
    ].join('\n');
  }

  #command(line: string): void {
    const group = /^object-group network (\S+)$/.exec(line)?.[1];
    if (group !== undefined) {
      this.#open = group;
      if (!this.groups.has(group)) this.groups.set(group, new Set());
      return;
    }
    const member = /^ (no )?(network-object .+)$/.exec(line);
    if (member !== null) {
      this.#member(member[2]!, member[1] !== undefined);
      return;
    }
    const entry = /^(no )?access-list (\S+)(?: line (\d+))? (extended .+)$/.exec(line);
    if (entry !== null) {
      if (entry[1] === undefined) this.#addEntry(entry[2]!, Number(entry[3] ?? 0), entry[4]!);
      else this.#removeEntry(entry[2]!, entry[4]!);
      return;
    }
    const removed = /^no object-group network (\S+)$/.exec(line)?.[1];
    if (removed === undefined) throw new Fault(`unknown command: ${line}`);
    if (this.#isUsed(removed)) throw new Fault(`${removed} is named by an access list`);
    if (!this.groups.delete(removed)) throw new Fault(`${removed} does not exist`);
  }

  #member(member: string, isRemoved: boolean): void {
    const members = lookUp(this.groups, this.#open);
    if (!isRemoved) {
      members.add(member);
      return;
    }
    if (!members.delete(member)) throw new Fault(`${this.#open} has no ${member}`);
    if (members.size === 0 && this.#isUsed(this.#open)) throw new Fault(`${this.#open} would become empty`);
  }

  #addEntry(name: string, line: number, entry: string): void {
    const group = / object-group (\S+) /.exec(entry)?.[1];
    if (group !== undefined && lookUp(this.groups, group).size === 0) throw new Fault(`${group} is empty`);
    const list = this.lists.get(name) ?? [];
    if (!list.includes(entry)) list.splice(line === 0 ? list.length : line - 1, 0, entry);
    this.lists.set(name, list);
  }

  #removeEntry(name: string, entry: string): void {
    const list = lookUp(this.lists, name);
    if (!list.includes(entry)) throw new Fault(`${name} has no line ${entry}`);
    list.splice(list.indexOf(entry), 1);
  }

  #isUsed(group: string): boolean {
    return [...this.lists.values()].flat().some((entry) => entry.includes(` object-group ${group} `));
  }
}

/** Groups and lines without their order. */
export function asaState(device: AsaDevice): string[] {
  return [
    ...[...device.groups].map(([name, members]) => `${name} ${[...members].toSorted().join(', ')}`),
    ...[...device.lists].flatMap(([name, lines]) => lines.map((line) => `${name} ${line}`)),
  ].toSorted();
}
