import { isIP } from 'node:net';
import { Fault, strictCidr } from './strict-cidr.js';

type Alias = { type: string; descr: string; entries: string[]; details: string[] };
type Rule = { source: string; destination: string; port: string };

/**
 * The aliases and rules of OPNsense or pfSense, and a person who makes the rules of the sheet and deletes the rules that a
 * removal names when it says so. A name has at most 31 letters, digits and underscores, an entry must be valid for its
 * type, and an alias that a rule or another alias names cannot be deleted. Throws a Fault for what a firewall refuses.
 */
abstract class PfDevice {
  readonly aliases = new Map<string, Alias>();
  rules: Rule[] = [];

  run(text: string): void {
    const filled = text.replace(/REPLACE-ADDRESS-OF-[a-z0-9.-]+/g, '192.0.2.254');
    if (filled.startsWith('# Rules for ')) this.#readSheet(filled);
    else if (filled !== '') this.load(filled);
  }

  protected abstract load(text: string): void;

  protected store(name: string, changes: Alias): void {
    if (!/^[A-Za-z_][A-Za-z0-9_]{0,30}$/.test(name)) throw new Fault(`not a name: ${name}`);
    if (changes.entries.length === 0) throw new Fault(`${name} is empty`);
    for (const entry of changes.entries) this.#checkEntry(entry, changes.type);
    this.aliases.set(name, changes);
  }

  protected delete(name: string): void {
    const rule = this.rules.find((each) => [each.source, each.destination, each.port].includes(name));
    if (rule !== undefined) throw new Fault(`Cannot delete alias ${name}. Currently in use by a rule`);
    const parent = [...this.aliases].find(([, { entries }]) => entries.includes(name));
    if (parent !== undefined)
      throw new Fault(`Cannot delete alias ${name}. Currently in use by ${parent[0]}`);
    this.aliases.delete(name);
  }

  /** A person follows the first line of a removal. */
  protected deleteRulesOf(text: string, names: readonly string[]): void {
    if (!text.includes('# First delete the rules that name these aliases')) return;
    this.rules = this.rules.filter(
      ({ source, destination, port }) => ![source, destination, port].some((name) => names.includes(name)),
    );
  }

  #checkEntry(entry: string, type: string): void {
    if (type === 'port') {
      if (!/^\d{1,5}$/.test(entry) || Number(entry) < 1 || Number(entry) > 65_535)
        throw new Fault(`Entry "${entry}" is not a valid port number.`);
    } else if (this.aliases.get(entry)?.type !== 'network' && isIP(entry) === 0) strictCidr(entry);
  }

  /** Rules are made once: one that is there already stays. */
  #readSheet(text: string): void {
    for (const line of text.split('\n').filter((raw) => raw.startsWith('| Pass '))) {
      const rule = ruleOfCells(line);
      for (const name of [rule.source, rule.destination, rule.port])
        if (!this.aliases.has(name)) throw new Fault(`There is no alias ${name}`);
      const isThere = this.rules.some((each) => JSON.stringify(each) === JSON.stringify(rule));
      if (!isThere) this.rules.push(rule);
    }
  }
}

function ruleOfCells(line: string): Rule {
  const cells = line.split('|').map((cell) => cell.trim());
  if (cells[4] !== 'TCP') throw new Fault(`not for TCP: ${line}`);
  return { source: cells[5]!, destination: cells[6]!, port: cells[7]! };
}

type Imported = { name: string; type: string; content: string; description: string };

/**
 * OPNsense (`AliasController::importAction` and `delItemAction`): an import is checked as a whole and changes an alias that
 * exists by its name; the API deletes one alias after the other.
 */
export class OpnsenseDevice extends PfDevice {
  protected load(text: string): void {
    if (text.startsWith('#!/bin/sh')) return this.#delete(text);
    const { aliases } = JSON.parse(text) as { aliases: { alias: Record<string, Imported> } };
    const before = new Map(this.aliases);
    try {
      for (const { name, type, content, description } of Object.values(aliases.alias))
        this.store(name, { type, descr: description, entries: content.split('\n'), details: [] });
    } catch (error) {
      this.aliases.clear();
      for (const [name, alias] of before) this.aliases.set(name, alias);
      throw error;
    }
  }

  #delete(script: string): void {
    const names = [...script.matchAll(/^delete_alias (\S+)$/gm)].map(([, name]) => name!);
    this.deleteRulesOf(script, names);
    for (const name of names) if (this.aliases.has(name)) this.delete(name);
  }

  /** What Firewall, Aliases, download gives. */
  show(): string {
    const alias = [...this.aliases].map(([name, { type, descr, entries }], index) => [
      `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      { enabled: '1', name, type, proto: '', counters: '0', content: entries.join('\n'), description: descr },
    ]);
    const content = { geoip: { url: '' }, aliases: { alias: Object.fromEntries(alias) as object } };
    return `${JSON.stringify(content, null, 1)}\n`;
  }
}

/** pfSense as the sessions of its PHP shell change it: an alias has at most 5,000 members and a detail for each. */
export class PfsenseDevice extends PfDevice {
  protected load(text: string): void {
    const names = /^\$postern_gone = array\((.*)\);$/m.exec(text)?.[1];
    if (names !== undefined) {
      const gone = strings(names);
      this.deleteRulesOf(text, gone);
      for (const name of gone) if (this.aliases.has(name)) this.delete(name);
      return;
    }
    if (!text.includes("config_set_path('aliases/alias'") || !text.includes('write_config('))
      throw new Fault('the session stores nothing');
    for (const line of text.split('\n').filter((raw) => raw.startsWith("array('name'"))) this.#alias(line);
  }

  #alias(line: string): void {
    const fields = new Map(
      [...line.matchAll(/'(\w+)' => '([^']*)'/g)].map(([, key, value]) => [key!, value!]),
    );
    const [name, entries] = [fields.get('name') ?? '', (fields.get('address') ?? '').split(' ')];
    const details = (fields.get('detail') ?? '').split('||');
    if (entries.length > 5000) throw new Fault(`${name} has ${entries.length} members`);
    if (details.length !== entries.length) throw new Fault(`${name} has ${details.length} details`);
    this.store(name, { type: fields.get('type') ?? '', descr: fields.get('descr') ?? '', entries, details });
  }

  /** What a backup of the area Aliases holds; with `rules`, the whole of config.xml as far as rules need it. */
  show(parts: 'aliases' | 'all' = 'aliases'): string {
    const aliases = [...this.aliases].map(
      ([name, { type, descr, entries, details }]) =>
        `\t<alias>\n\t\t<name>${name}</name>\n\t\t<type>${type}</type>\n\t\t<address>${entries.join(' ')}</address>\n\t\t<descr><![CDATA[${descr}]]></descr>\n\t\t<detail><![CDATA[${details.join('||')}]]></detail>\n\t</alias>`,
    );
    const section = `<aliases>\n${aliases.join('\n')}\n</aliases>`;
    if (parts === 'aliases') return `<?xml version="1.0"?>\n${section}\n`;
    const rules = this.rules.map(
      ({ source, destination, port }) =>
        `<rule><type>pass</type><interface>wan</interface><ipprotocol>inet46</ipprotocol><protocol>tcp</protocol><source><address>${source}</address></source><destination><address>${destination}</address><port>${port}</port></destination><descr><![CDATA[mail]]></descr></rule>`,
    );
    return `<?xml version="1.0"?>\n<pfsense>\n${section}\n<filter>\n${rules.join('\n')}\n</filter>\n</pfsense>\n`;
  }
}

function strings(text: string): string[] {
  return [...text.matchAll(/'([^']*)'/g)].map(([, value]) => value!);
}

/** Aliases and rules without their order; entries in order, each with its detail. */
export function pfState({ aliases, rules }: OpnsenseDevice | PfsenseDevice): string[] {
  return [
    ...[...aliases].map(([name, alias]) => `alias ${name} ${JSON.stringify(alias)}`),
    ...rules.map(({ source, destination, port }) => `rule ${source} ${destination} ${port}`),
  ].toSorted();
}
