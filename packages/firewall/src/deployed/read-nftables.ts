import { z } from 'zod';
import type { PrefixSet } from '@postern/core/prefix-set';
import {
  joinSources,
  readPorts,
  readSource,
  Unreadable,
  type Deployed,
  type DeployedRule,
  type PortRange,
} from './deployed-rules.js';
import type { NftPart, NftRule, NftRuleset } from './nft-ruleset.js';
import { parseNftText } from './parse-nft-text.js';

/**
 * Reads `nft -j list ruleset` or `nft list ruleset`. Rules of our chain count only if a chain with a hook leads to it;
 * what the customer's chain turns away above the jump counts too.
 */
export function readNftables(text: string, chain: string): Deployed {
  const ruleset = /^\s*\{/.test(text) ? parseNftJson(text) : parseNftText(text);
  const own = ruleset.chains.filter(({ name }) => name === chain);
  if (ruleset.chains.length === 0) throw new Unreadable('This is not what “nft list ruleset” prints');
  if (own.length === 0) return { rules: [], gone: [`The chain ${chain} is not there`], unread: [] };
  const [rules, gone, unread]: [DeployedRule[], string[], string[]] = [[], [], []];
  for (const { table, hook } of own) {
    const before = hook === undefined ? rulesAboveJump(ruleset, table, chain) : [];
    if (before === null) {
      gone.push(`No chain with a hook in table ${table} jumps to ${chain}`);
      continue;
    }
    const ours = ruleset.rules.filter((rule) => rule.table === table && rule.chain === chain);
    for (const rule of before) read(ruleset, rule, false, rules, unread);
    for (const rule of ours) read(ruleset, rule, true, rules, unread);
  }
  return { rules, gone, unread };
}

/** The rules above the jump in the chain that holds it; null if no hook leads to it. */
function rulesAboveJump(
  ruleset: NftRuleset,
  table: string,
  chain: string,
  seen: readonly string[] = [],
): NftRule[] | null {
  const isJump = ({ parts }: NftRule) =>
    parts.some((part) => part.kind === 'verdict' && part.target === chain && part.verdict !== 'return');
  const jumps = ruleset.rules.filter((rule) => rule.table === table && isJump(rule));
  for (const jump of jumps) {
    const holder = ruleset.chains.find((one) => one.table === table && one.name === jump.chain);
    if (holder === undefined || seen.includes(holder.name)) continue;
    const inChain = ruleset.rules.filter((rule) => rule.table === table && rule.chain === holder.name);
    const above = inChain.slice(0, inChain.indexOf(jump));
    if (holder.hook === 'input' || holder.hook === 'forward' || holder.hook === 'prerouting') return above;
    const further = rulesAboveJump(ruleset, table, holder.name, [...seen, holder.name]);
    if (further !== null) return [...further, ...above];
  }
  return null;
}

function read(
  { sets }: NftRuleset,
  rule: NftRule,
  isOurs: boolean,
  rules: DeployedRule[],
  unread: string[],
): void {
  const verdict = rule.parts.find((part) => part.kind === 'verdict');
  const states = rule.parts.flatMap((part) => (part.kind === 'state' ? part.values : []));
  if (verdict === undefined) return; // A counter or a log line decides nothing.
  if (states.length > 0 && !states.includes('new')) return; // Says nothing about new connections.
  const unknown = rule.parts.filter((part) => part.kind === 'unknown');
  const isJump = verdict.verdict === 'jump' || verdict.verdict === 'goto';
  if (unknown.length > 0 || isJump) {
    if (isOurs || verdict.verdict !== 'accept') unread.push(rule.line);
    return;
  }
  const lookUp = (value: string): readonly string[] =>
    value.startsWith('@') ? (sets.get(`${rule.table} ${value.slice(1)}`) ?? missingSet(value)) : [value];
  const family = rule.parts.find((part) => part.kind === 'family');
  const addresses = (kind: 'source' | 'destination') => {
    const found = rule.parts.flatMap((part) => (part.kind === kind ? [part] : []));
    return found.length === 0
      ? 'any'
      : joinSources(
          found
            .flatMap(({ values }) => values)
            .flatMap(lookUp)
            .map(readSource),
        );
  };
  const ports = rule.parts.flatMap((part) => (part.kind === 'ports' ? [part] : []));
  const sources = addresses('source');
  rules.push({
    action: verdict.verdict === 'accept' ? 'allow' : verdict.verdict === 'return' ? 'pass' : 'deny',
    sources: sources === 'any' && family !== undefined ? wholeFamily(family.family) : sources,
    destinations: addresses('destination'),
    ports: ports.length === 0 ? 'any' : ports.flatMap(({ values }): PortRange[] => values.map(readPorts)),
    isOurs,
    line: rule.line,
  });
}

function missingSet(name: string): never {
  throw new Unreadable(`The set ${name} is not in the file: print the whole ruleset`);
}

function wholeFamily(family: 4 | 6): PrefixSet {
  return [{ family, value: 0n, length: 0 }];
}

const listing = z.object({
  nftables: z.array(
    z.object({
      chain: z
        .object({ family: z.string(), table: z.string(), name: z.string(), hook: z.string().optional() })
        .optional(),
      set: z
        .object({
          family: z.string(),
          table: z.string(),
          name: z.string(),
          elem: z.array(z.unknown()).default([]),
        })
        .optional(),
      rule: z
        .object({
          family: z.string(),
          table: z.string(),
          chain: z.string(),
          expr: z.array(z.record(z.string(), z.unknown())),
        })
        .optional(),
    }),
  ),
});

function parseNftJson(text: string): NftRuleset {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Unreadable('The file starts like JSON but is not valid JSON');
  }
  const parsed = listing.safeParse(json);
  if (!parsed.success) throw new Unreadable('This JSON is not what “nft -j list ruleset” prints');
  const items = parsed.data.nftables;
  return {
    chains: items.flatMap(({ chain }) =>
      chain ? [{ ...chain, table: `${chain.family} ${chain.table}` }] : [],
    ),
    sets: new Map(
      items.flatMap(({ set }) =>
        set ? [[`${set.family} ${set.table} ${set.name}`, set.elem.flatMap(valueTexts)] as const] : [],
      ),
    ),
    rules: items.flatMap(({ rule }) =>
      rule
        ? [
            {
              table: `${rule.family} ${rule.table}`,
              chain: rule.chain,
              parts: rule.expr.map(partOf),
              line: JSON.stringify(rule.expr).slice(0, 300),
            },
          ]
        : [],
    ),
  };
}

/** A value of a match or a set: text, number, prefix, range, a set of them, or an element with a time-out. */
function valueTexts(value: unknown): string[] {
  if (typeof value === 'string' || typeof value === 'number') return [String(value)];
  if (Array.isArray(value)) return value.flatMap(valueTexts);
  const given = value as {
    prefix?: { addr: string; len: number };
    range?: unknown[];
    set?: unknown;
    elem?: { val: unknown };
  };
  if (given?.prefix) return [`${given.prefix.addr}/${given.prefix.len}`];
  if (given?.range) return [given.range.map(String).join('-')];
  if (given?.set) return valueTexts(given.set);
  if (given?.elem) return valueTexts(given.elem.val);
  throw new Unreadable(`nft lists an element that is not understood: ${JSON.stringify(value).slice(0, 80)}`);
}

function partOf(expression: Record<string, unknown>): NftPart {
  const [name, value] = Object.entries(expression)[0] ?? ['', null];
  if (name === 'accept' || name === 'drop' || name === 'reject' || name === 'return')
    return { kind: 'verdict', verdict: name };
  if (name === 'jump' || name === 'goto')
    return { kind: 'verdict', verdict: name, target: (value as { target: string }).target };
  if (name === 'counter' || name === 'log' || name === 'comment') return { kind: 'harmless' };
  return name === 'match' ? matchPart(value as Match) : { kind: 'unknown', text: name };
}

type Match = { op: string; left: Record<string, Record<string, unknown>>; right: unknown };

function matchPart({ op, left, right }: Match): NftPart {
  const { payload, ct, meta, fib } = left;
  const unknown: NftPart = { kind: 'unknown', text: JSON.stringify(left) };
  if (op !== '==' && op !== 'in') return unknown;
  if (payload?.['field'] === 'saddr') return { kind: 'source', values: valueTexts(right) };
  if (payload?.['field'] === 'daddr') return { kind: 'destination', values: valueTexts(right) };
  if (payload?.['protocol'] === 'tcp' && payload['field'] === 'dport')
    return { kind: 'ports', values: valueTexts(right) };
  if (ct?.['key'] === 'state') return { kind: 'state', values: valueTexts(right) };
  if (meta?.['key'] === 'l4proto' && right === 'tcp') return { kind: 'harmless' };
  if (meta?.['key'] === 'nfproto') return { kind: 'family', family: right === 'ipv6' ? 6 : 4 };
  if (fib?.['result'] === 'type' && right === 'local') return { kind: 'harmless' };
  return unknown;
}
