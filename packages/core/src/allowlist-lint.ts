import { entryPrefix, type AllowlistEntry, type AllowlistInput } from './allowlist-document.js';
import { entryKey } from './allowlist-diff.js';
import type { Finding } from './finding.js';
import { finding } from './findings/finding-texts.js';
import { formatPrefix, type Prefix } from './prefix.js';
import { pathText } from './problem.js';
import { comparePrefixes, countAddresses, familyOf, lastAddress, mergePrefixes } from './prefix-set.js';
import { sourceUse } from './special-purpose-prefixes.js';

/**
 * Prefixes shorter than `doubted` get a warning and prefixes shorter than `refused` an error, because no vendor
 * sends mail from so many addresses.
 */
const broad = { 4: { refused: 12, doubted: 16 }, 6: { refused: 24, doubted: 32 } } as const;

/**
 * Whether a prefix covers more addresses than an allowlist or a rule may contain: shorter than /12 (IPv4) or /24
 * (IPv6).
 */
export function isTooBroad({ family, length }: Prefix): boolean {
  return length < broad[family].refused;
}

/** Every vendor needs these lists; only one that delivers webhooks has a list for them. */
const protocols = ['imap', 'smtp'] as const;

/**
 * Checks an allowlist before it is published or made into rules. `previous` is the list that it replaces; `now`
 * (ISO 8601) is the time that dates are compared with. Without `previous` and `now`, only the list itself is
 * checked. A list with a finding of level `error` must not be used. Findings are sorted by kind, then in the order
 * of the list.
 */
export function lintAllowlist(
  next: AllowlistInput,
  previous: AllowlistInput | null = null,
  now: string | null = null,
): Finding[] {
  const entries = next.entries.map((entry, index) => ({
    entry,
    index,
    prefix: entryPrefix(entry),
    name: describe(entry),
  }));
  return [
    ...emptiness(next),
    ...unknownDataCenters(next),
    ...duplicates(entries),
    ...entries.flatMap(breadth),
    ...mergedBreadth(entries),
    ...entries.flatMap(reserved),
    ...shadowed(entries),
    ...entries.flatMap(lifeDates),
    ...(previous === null ? [] : [...shrinkage(next, previous), ...earlyChanges(entries, previous, now)]),
  ];
}

/** An entry with its place in the list, its prefix, and its name in findings. */
type Line = {
  readonly entry: AllowlistEntry;
  readonly index: number;
  readonly prefix: Prefix;
  readonly name: string;
};

function emptiness({ entries }: AllowlistInput): Finding[] {
  if (entries.length === 0) return [finding('error', 'list-empty')];
  return protocols
    .filter((protocol) => !entries.some((entry) => entry.protocol === protocol))
    .map((protocol) => finding('warning', 'protocol-empty', { protocol }));
}

function unknownDataCenters({ dataCenters, entries }: AllowlistInput): Finding[] {
  const ids = dataCenters.map(({ id }) => id);
  const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
  const unknown = new Set(
    entries
      .map(({ dataCenter }) => dataCenter)
      .filter((id) => id !== null)
      .filter((id) => !ids.includes(id)),
  );
  return [
    ...twice.map((id) => finding('error', 'data-center-duplicate', { id })),
    ...[...unknown].map((id) => finding('error', 'data-center-unknown', { id })),
  ];
}

function duplicates(lines: readonly Line[]): Finding[] {
  const seen = new Set<string>();
  return lines.flatMap((line) => {
    const key = entryKey(line.entry);
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [about(line, finding('error', 'entry-duplicate', { entry: line.name }))];
  });
}

function breadth(line: Line): Finding[] {
  const { prefix } = line;
  const { refused, doubted } = broad[prefix.family];
  if (prefix.length >= doubted) return [];
  const level = prefix.length < refused ? 'error' : 'warning';
  return [about(line, finding(level, 'prefix-too-broad', { entry: line.name }))];
}

/**
 * Finds adjacent prefixes that together are too broad although each one alone is allowed: 0.0.0.0/1 and 128.0.0.0/1
 * together cover every IPv4 address.
 */
function mergedBreadth(lines: readonly Line[]): Finding[] {
  const allowed = lines.filter(({ prefix }) => !isTooBroad(prefix)).map(({ prefix }) => prefix);
  return ([4, 6] as const)
    .map((family) => familyOf(allowed, family))
    .filter(canBeTooBroad) // Merging takes longer than all other checks, and few lists have so many addresses.
    .flatMap(mergePrefixes)
    .filter(isTooBroad)
    .map((prefix) => finding('error', 'merged-too-broad', { prefix: formatPrefix(prefix) }));
}

/** Whether prefixes of one family have as many addresses together as the longest prefix that is too broad. */
function canBeTooBroad(prefixes: readonly Prefix[]): boolean {
  const [first] = prefixes;
  if (first === undefined) return false;
  const { family } = first;
  return (
    countAddresses(prefixes) >= countAddresses([{ family, value: 0n, length: broad[family].refused - 1 }])
  );
}

function reserved(line: Line): Finding[] {
  const use = sourceUse(line.prefix);
  if (use === 'possible') return [];
  return use === 'documentation'
    ? [about(line, finding('warning', 'prefix-documentation', { entry: line.name }))]
    : [about(line, finding('error', 'prefix-reserved', { entry: line.name }))];
}

/**
 * Finds entries that lie inside another entry of the same list. Such an entry has no effect in rules, but its
 * addresses stay allowed only if it is kept when the outer entry is removed.
 */
function shadowed(lines: readonly Line[]): Finding[] {
  const findings: Finding[] = [];
  const open = new Map<string, Line & { readonly last: bigint }>();
  for (const line of [...lines].sort((a, b) => comparePrefixes(a.prefix, b.prefix))) {
    const list = `${line.entry.protocol} ${line.entry.dataCenter ?? '*'} ${line.prefix.family}`;
    const outer = open.get(list);
    if (outer === undefined || line.prefix.value > outer.last)
      open.set(list, { ...line, last: lastAddress(line.prefix) });
    else if (outer.prefix.length < line.prefix.length)
      findings.push(
        about(
          line,
          finding('warning', 'entry-shadowed', { entry: line.name, outer: formatPrefix(outer.prefix) }),
        ),
      );
  }
  return findings;
}

function lifeDates(line: Line): Finding[] {
  const { state, activeFrom, retireAfter } = line.entry;
  if (state === 'announced' && activeFrom === null)
    return [about(line, finding('warning', 'date-missing', { entry: line.name, state }))];
  if (state === 'retiring' && retireAfter === null)
    return [about(line, finding('warning', 'date-missing', { entry: line.name, state }))];
  const isOrdered = activeFrom === null || retireAfter === null || activeFrom < retireAfter;
  return isOrdered ? [] : [about(line, finding('error', 'dates-reversed', { entry: line.name }))];
}

/**
 * Warns if a new list has, for one protocol and address family, less than half as many addresses as the list before it, because that is more often a
 * mistake than a plan.
 */
function shrinkage(next: AllowlistInput, previous: AllowlistInput): Finding[] {
  return protocols.flatMap((protocol) =>
    ([4, 6] as const).flatMap((family) => {
      const [before, after] = [previous, next].map(({ entries }) =>
        countAddresses(
          familyOf(
            mergePrefixes(entries.filter((entry) => entry.protocol === protocol).map(entryPrefix)),
            family,
          ),
        ),
      ) as [bigint, bigint];
      if (after * 2n > before || before === 0n) return [];
      const counts = { before: String(before), after: String(after) };
      return [finding('warning', 'list-shrank', { family, protocol, ...counts })];
    }),
  );
}

/**
 * Finds entries that were removed although the vendor may still use them, and announced entries that are active
 * before their date.
 */
function earlyChanges(next: readonly Line[], previous: AllowlistInput, now: string | null): Finding[] {
  const kept = new Map(next.map((line) => [entryKey(line.entry), line]));
  return previous.entries.flatMap((old) => {
    const line = kept.get(entryKey(old));
    if (line !== undefined) {
      const isEarly =
        old.state === 'announced' && line.entry.state === 'active' && isBefore(now, old.activeFrom);
      return isEarly
        ? [about(line, finding('warning', 'active-before-date', { entry: line.name, date: old.activeFrom! }))]
        : [];
    }
    const entry = describe(old);
    if (old.state === 'active') return [finding('warning', 'removed-while-active', { entry })];
    if (old.state !== 'retiring' || !isBefore(now, old.retireAfter)) return [];
    return [finding('warning', 'removed-before-retire-date', { entry, date: old.retireAfter! })];
  });
}

function isBefore(now: string | null, date: string | null): boolean {
  return now !== null && date !== null && Date.parse(now) < Date.parse(date);
}

function describe({ cidr, protocol, dataCenter }: AllowlistEntry): string {
  return `${cidr} (${protocol.toUpperCase()}${dataCenter === null ? '' : `, ${dataCenter}`})`;
}

/** A finding with the place in the list of the entry that it is about. */
function about({ index }: Line, described: Finding): Finding {
  return { ...described, path: pathText(['entries', index]) };
}
