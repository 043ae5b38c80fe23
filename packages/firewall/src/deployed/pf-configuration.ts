import { z } from 'zod';
import type { PfRule } from '../pf-aliases.js';
import { Unreadable } from './deployed-rules.js';

export type DeployedAlias = {
  readonly type: string;
  readonly entries: readonly string[];
  readonly isDisabled: boolean;
};

export type PfConfiguration = {
  readonly aliases: ReadonlyMap<string, DeployedAlias>;
  /** The pass rules for TCP; null if the text has no filter rules. */
  readonly rules: readonly Pick<PfRule, 'source' | 'destination' | 'port'>[] | null;
  /** Rules that may open more than they say and are not understood. */
  readonly unread: readonly string[];
};

const exportSchema = z.object({
  aliases: z.object({
    alias: z.record(
      z.string(),
      z.object({
        enabled: z.string().optional(),
        name: z.string(),
        type: z.string(),
        content: z.string(),
      }),
    ),
  }),
});

/** Reads the JSON of OPNsense's alias export, or XML with a section `aliases`. Throws an Unreadable for other text. */
export function readPfConfiguration(text: string): PfConfiguration {
  return /^\s*\{/.test(text) ? readExport(text) : readXml(text);
}

function readExport(text: string): PfConfiguration {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Unreadable('This JSON is cut off');
  }
  const parsed = exportSchema.safeParse(json);
  if (!parsed.success) throw new Unreadable('This JSON is not an export of aliases');
  const aliases = Object.values(parsed.data.aliases.alias).map(
    ({ enabled, name, type, content }) =>
      [name, { type, entries: words(content), isDisabled: enabled === '0' }] as const,
  );
  return { aliases: new Map(aliases), rules: null, unread: [] };
}

function readXml(text: string): PfConfiguration {
  if (/<!(?!--|\[CDATA\[)/.test(text))
    throw new Unreadable('This XML holds more than a configuration of aliases');
  const xml = text.replace(/<!--[\s\S]*?-->/g, '');
  const sections = [...xml.matchAll(/<aliases>([\s\S]*?)<\/aliases>/g)].map(([, section]) => section!);
  if (sections.length === 0 || (xml.match(/<aliases>/g) ?? []).length !== sections.length)
    throw new Unreadable(
      'This holds no complete section of aliases: download the backup of the area Aliases',
    );
  const aliases = sections
    .flatMap((section) => elements(section, 'alias'))
    .map((alias) => {
      const entries = words(field(alias, 'address') ?? field(alias, 'content') ?? '');
      const isDisabled = field(alias, 'enabled') === '0';
      return [field(alias, 'name') ?? '', { type: field(alias, 'type') ?? '', entries, isDisabled }] as const;
    });
  const filter = /<filter>([\s\S]*?)<\/filter>/.exec(xml);
  const rules = filter === null ? null : elements(filter[1]!, 'rule').filter(isActivePass);
  const plain = rules?.filter(isPlain) ?? [];
  return {
    aliases: new Map(aliases),
    rules: rules === null ? null : plain.map(ruleOf),
    unread: (rules ?? [])
      .filter((rule) => !isPlain(rule) && rule.includes('postern_'))
      .map((rule) => `rule ${field(rule, 'descr') ?? ''}`.trim()),
  };
}

function isActivePass(rule: string): boolean {
  const protocol = field(rule, 'protocol') ?? 'any';
  return (
    field(rule, 'disabled') === null &&
    (field(rule, 'type') ?? 'pass') === 'pass' &&
    ['tcp', 'tcp/udp', 'any'].includes(protocol)
  );
}

/** A rule with a negation or a port by source says more than its aliases. */
function isPlain(rule: string): boolean {
  return !/<not\b/.test(rule) && field(field(rule, 'source') ?? '', 'port') === null;
}

function ruleOf(rule: string): Pick<PfRule, 'source' | 'destination' | 'port'> {
  const [source, destination] = [field(rule, 'source') ?? '', field(rule, 'destination') ?? ''];
  const place = (side: string) => field(side, 'address') ?? field(side, 'network') ?? 'any';
  return {
    source: place(source),
    destination: place(destination),
    port: field(destination, 'port') ?? 'any',
  };
}

function elements(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}(?: [^>]*)?>([\\s\\S]*?)</${name}>`, 'g'))].map(
    ([, content]) => content!,
  );
}

/** The text of an element; `''` for an empty one, null if there is none. */
function field(xml: string, name: string): string | null {
  const found = new RegExp(`<${name}(?: [^>]*)?(?:/>|>([\\s\\S]*?)</${name}>)`).exec(xml);
  if (found === null) return null;
  const text = (found[1] ?? '').trim();
  const raw = /^<!\[CDATA\[([\s\S]*)\]\]>$/.exec(text)?.[1];
  return raw ?? decode(text);
}

function decode(text: string): string {
  return text
    .replaceAll('&#10;', '\n')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '');
}
