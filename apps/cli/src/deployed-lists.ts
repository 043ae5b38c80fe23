import { formatPrefix, isPrefix, parseEntry, type Prefix } from '@postern/core/prefix';
import { parseIpAddress } from '@postern/core/ip-address';
import { mergePrefixes, prefixesOfRange, type PrefixSet } from '@postern/core/prefix-set';
import { z } from 'zod';
import { UsageError } from './usage-error.js';

/** The lists on a device: prefixes by the name of their set there. A plain list has the name `''`. */
export type DeployedLists = { readonly format: string; readonly lists: ReadonlyMap<string, PrefixSet> };

/**
 * Reads deployed lists in one of these formats, which it recognises: `nft -j list ruleset`, `ipset save`,
 * `iptables-save`, `terraform show -json`, or one prefix per line (`#` starts a comment). Throws `UsageError` for
 * any other format and for an invalid prefix, because an incomplete list could hide a difference.
 */
export function readDeployedLists(text: string): DeployedLists {
  if (/^\s*[{[]/.test(text)) {
    const json = parseJson(text);
    const nft = nftSchema.safeParse(json);
    if (nft.success) return { format: 'nft', lists: nftLists(nft.data) };
    const terraform = terraformSchema.safeParse(json);
    if (terraform.success)
      return { format: 'terraform', lists: terraformLists(terraform.data.values.root_module) };
    throw new UsageError('This JSON is neither from “nft -j” nor from “terraform show -json”');
  }
  if (/^create \S+ hash:/m.test(text)) return { format: 'ipset', lists: ipsetLists(text) };
  if (/^\*(?:filter|raw|mangle)$/m.test(text)) return { format: 'iptables', lists: iptablesLists(text) };
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.replace(/#.*/, '').trim())
    .filter((line) => line !== '');
  return { format: 'text', lists: new Map([['', mergePrefixes(lines.map(strictEntry))]]) };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError('The file starts like JSON but is not valid JSON');
  }
}

const elementSchema = z.union([
  z.string(),
  z.object({ prefix: z.object({ addr: z.string(), len: z.int() }) }),
  z.object({ range: z.tuple([z.string(), z.string()]) }),
]);
type Element = z.output<typeof elementSchema>;
const setSchema = z.object({
  name: z.string(),
  elem: z
    .array(
      z.union([
        elementSchema,
        z.object({ elem: z.object({ val: elementSchema }) }).transform(({ elem }) => elem.val),
      ]),
    )
    .default([]),
});
const nftSchema = z.object({ nftables: z.array(z.object({ set: z.unknown().optional() })) });

function nftLists({ nftables }: z.output<typeof nftSchema>): Map<string, PrefixSet> {
  const own = nftables.flatMap(({ set }) => (isOurs(set) ? [setSchema.parse(set)] : []));
  return new Map(own.map(({ name, elem }) => [name, mergePrefixes(elem.flatMap(elementPrefixes))]));
}

function isOurs(set: unknown): boolean {
  return typeof set === 'object' && set !== null && 'name' in set && String(set.name).startsWith('postern_');
}

function elementPrefixes(element: Element): PrefixSet {
  if (typeof element === 'string') return [strictEntry(element)];
  if ('prefix' in element) return [strictEntry(`${element.prefix.addr}/${element.prefix.len}`)];
  const [first, last] = element.range.map(parseIpAddress);
  if (!first || !last || first.family !== last.family)
    throw new UsageError('The output of nft contains a range whose ends are not addresses of one family');
  return prefixesOfRange(first.family, first.value, last.value);
}

const resourceSchema = z.object({ type: z.string(), values: z.record(z.string(), z.unknown()) });
type Module = { resources?: z.output<typeof resourceSchema>[]; child_modules?: Module[] };
const moduleSchema: z.ZodType<Module> = z.object({
  resources: z.array(resourceSchema).optional(),
  child_modules: z.array(z.lazy(() => moduleSchema)).optional(),
});
const terraformSchema = z.object({ values: z.object({ root_module: moduleSchema }) });
const prefixListSchema = z.object({ name: z.string(), entry: z.array(z.object({ cidr: z.string() })) });

function terraformLists(module: Module): Map<string, PrefixSet> {
  const lists = new Map<string, PrefixSet>();
  for (const { type, values } of module.resources ?? []) {
    if (type !== 'aws_ec2_managed_prefix_list') continue;
    const { name, entry } = prefixListSchema.parse(values);
    lists.set(name, mergePrefixes(entry.map(({ cidr }) => strictEntry(cidr))));
  }
  for (const child of module.child_modules ?? []) {
    for (const [name, set] of terraformLists(child)) lists.set(name, set);
  }
  return lists;
}

function ipsetLists(text: string): Map<string, PrefixSet> {
  const lists = new Map<string, Prefix[]>();
  for (const line of text.split('\n')) {
    const [verb, name, value] = line.split(/\s+/);
    if (!name?.startsWith('postern_')) continue;
    if (verb === 'create') lists.set(name, []);
    if (verb === 'add') lists.get(name)?.push(strictEntry(value ?? ''));
  }
  return new Map([...lists].map(([name, prefixes]) => [name, mergePrefixes(prefixes)]));
}

/**
 * Returns the sources of iptables rules by the port that they open: addresses under `tcp/993`, an ipset under
 * `tcp/993 <set>`.
 */
function iptablesLists(text: string): Map<string, PrefixSet> {
  const lists = new Map<string, Prefix[]>();
  for (const line of text.split('\n')) {
    const port = / --dport (\d+)\b/.exec(line)?.[1];
    if (!line.startsWith('-A ') || !/ -j ACCEPT\b/.test(line) || port === undefined) continue;
    const set = / --match-set (\S+) src\b/.exec(line)?.[1];
    if (set !== undefined) lists.set(`tcp/${port} ${set}`, []);
    const source = / -s (\S+)/.exec(line)?.[1];
    const name = `tcp/${port}`;
    if (source !== undefined) lists.set(name, [...(lists.get(name) ?? []), strictEntry(source)]);
  }
  return new Map([...lists].map(([name, prefixes]) => [name, mergePrefixes(prefixes)]));
}

function strictEntry(text: string): Prefix {
  const prefix = parseEntry(text);
  if (isPrefix(prefix)) return prefix;
  throw new UsageError(
    `“${text.slice(0, 60)}”: ${prefix.message}${prefix.suggestion === undefined ? '' : ` (${prefix.suggestion})`}`,
  );
}

/** Returns the prefixes of a set as texts. */
export function prefixTexts(set: PrefixSet): string[] {
  return set.map(formatPrefix);
}
