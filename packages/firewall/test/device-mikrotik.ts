import { Fault, strictAddress, strictCidr } from './strict-cidr.js';

type Item = Map<string, string>;
type Menu = 'address-list' | 'filter';

/**
 * RouterOS's address lists and filter rules as an imported script changes them (RouterOS 7 scripting manual): adding an
 * entry that exists is an error, `find` compares the text that is printed, `~` matches a regular expression, and `move`
 * needs an item to move to. Throws a Fault for what RouterOS refuses.
 */
export class MikrotikDevice {
  readonly tables: Record<'ip' | 'ipv6', Record<Menu, Item[]>> = {
    ip: { 'address-list': [], filter: [] },
    ipv6: { 'address-list': [], filter: [] },
  };
  #path: 'ip' | 'ipv6' = 'ip';
  #menu: Menu = 'filter';

  run(text: string): void {
    for (const line of text.split('\n')) if (line !== '' && !line.startsWith('#')) this.#line(line);
  }

  /** The lines of `/export`: one property after the other in alphabetical order, long lines broken. */
  show(): string {
    return (['ip', 'ipv6'] as const)
      .flatMap((path) =>
        (['address-list', 'filter'] as const).flatMap((menu) => [
          `/${path} firewall ${menu}`,
          ...this.tables[path][menu].map((item) => {
            const fields = [...item].toSorted(([a], [b]) => (a < b ? -1 : 1));
            return `add ${fields.map(([key, value]) => `${key}=${/[ ;]/.test(value) ? `"${value}"` : value}`).join(' ')}`.replace(
              / (?=dst-address=)/,
              ' \\\n    ',
            );
          }),
        ]),
      )
      .join('\n');
  }

  get #items(): Item[] {
    return this.tables[this.#path][this.#menu];
  }

  #line(line: string): void {
    const menu = /^\/(ip|ipv6) firewall (address-list|filter)(?: (.+))?$/.exec(line);
    if (menu !== null) {
      [this.#path, this.#menu] = [menu[1] as 'ip' | 'ipv6', menu[2] as Menu];
      if (menu[3] !== undefined) this.#command(menu[3]);
      return;
    }
    const attempt = /^:do \{ (.+) \} on-error=\{ (.+) \}$/.exec(line);
    if (attempt !== null) {
      try {
        this.#command(attempt[1]!);
      } catch {
        this.#command(attempt[2]!);
      }
      return;
    }
    const choice = /^:if \(\[:len (\[find .+?\])\] = 0\) do=\{ (.+) \} else=\{ (.+) \}$/.exec(line);
    if (choice !== null) {
      this.#command(this.#find(choice[1]!).length === 0 ? choice[2]! : choice[3]!);
      return;
    }
    const sweep =
      /^:foreach rule in=(\[find .+?\]) do=\{ :if \(\[:typeof \[:find \{(.*)\} \[get \$rule comment\]\]\] = "nil"\) do=\{ remove \$rule \} \}$/.exec(
        line,
      );
    if (sweep === null) return this.#command(line);
    const wanted = [...sweep[2]!.matchAll(/"([^"]*)"/g)].map(([, name]) => name);
    this.#remove(this.#find(sweep[1]!).filter((item) => !wanted.includes(item.get('comment'))));
  }

  #command(command: string): void {
    const [, verb, rest = ''] = /^(add|set|remove|move) (.+)$/.exec(command) ?? [];
    const target = /^\[find [^\]]+\]/.exec(rest)?.[0];
    if (verb === 'add') return this.#add(fieldsOf(rest));
    if (target === undefined) throw new Fault(`unknown command: ${command}`);
    const found = this.#find(target);
    if (verb === 'remove') return this.#remove(found);
    if (verb === 'move') return this.#move(found, /destination=(\[find [^\]]+\])$/.exec(rest)?.[1] ?? '');
    for (const item of found)
      for (const [key, value] of fieldsOf(rest.slice(target.length))) item.set(key, value);
  }

  #add(fields: Item): void {
    if (this.#menu === 'address-list') {
      const [list, address] = [fields.get('list'), fields.get('address') ?? ''];
      if (address.includes('/')) strictCidr(address);
      else strictAddress(address);
      if (/\.\d+\/32$/.test(address)) throw new Fault(`RouterOS prints ${address} without its length`);
      if (address.includes(':') !== (this.#path === 'ipv6')) throw new Fault(`the wrong family: ${address}`);
      if (this.#items.some((item) => item.get('list') === list && item.get('address') === address))
        throw new Fault(`failure: already have such entry: ${address}`);
    }
    this.#items.push(fields);
  }

  #remove(gone: readonly Item[]): void {
    this.tables[this.#path][this.#menu] = this.#items.filter((item) => !gone.includes(item));
  }

  #move(moved: readonly Item[], anchor: string): void {
    const [before] = this.#find(anchor);
    if (before === undefined) throw new Fault(`there is no ${anchor}`);
    this.#remove(moved);
    this.#items.splice(this.#items.indexOf(before), 0, ...moved);
  }

  #find(text: string): Item[] {
    const conditions = [...text.matchAll(/ ([a-z-]+)(=|~)(?:"([^"]*)"|([^\s\]]+))/g)];
    if (conditions.length === 0) throw new Fault(`not a search: ${text}`);
    return this.#items.filter((item) =>
      conditions.every(([, key, operator, quoted, bare]) => {
        const value = item.get(key!) ?? '';
        const wanted = quoted ?? bare!;
        return operator === '=' ? value === wanted : new RegExp(wanted).test(value);
      }),
    );
  }
}

function fieldsOf(text: string): Item {
  return new Map(
    [...text.matchAll(/(?:^| )([a-z-]+)=(?:"([^"]*)"|(\S+))/g)].map(([, key, quoted, bare]) => [
      key!,
      quoted ?? bare!,
    ]),
  );
}

/** Entries and rules without their order. */
export function mikrotikState({ tables }: MikrotikDevice): string[] {
  return Object.entries(tables)
    .flatMap(([path, menus]) =>
      Object.entries(menus).flatMap(([menu, items]) =>
        items.map(
          (item) =>
            `${path} ${menu} ${[...item]
              .map((pair) => pair.join('='))
              .toSorted()
              .join(' ')}`,
        ),
      ),
    )
    .toSorted();
}
