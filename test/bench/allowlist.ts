import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { allowlistInputSchema, sealAllowlist } from '@postern/core/allowlist-document';
import { formatPrefixText } from '@postern/core/allowlist-selection';
import { isPrefix, parsePrefix } from '@postern/core/prefix';
import { mergePrefixes } from '@postern/core/prefix-set';
import { buildRuleSet } from '@postern/firewall/build-rule-set';
import { matchFlow } from '@postern/firewall/match-flow';
import type { RuleSet } from '@postern/firewall/rule-set';
import { renderTarget, targets } from '@postern/firewall/targets';
import { mergeCidr } from 'cidr-tools';
import { median } from './alternate.js';
import { measureRenderers } from './renderer-cost.js';

/**
 * Measures the merging of prefixes from text to text, with strict parsing, and compares it with the fastest npm
 * library for this (cidr-tools 11; fast-cidr-tools 0.3 took two to three times as long for IPv4 and minutes for
 * IPv6) and with Python's `ipaddress.collapse_addresses`. Then measures parsing a published list, deriving and
 * rendering rules, matching, and one process of the command line for each target.
 */
export async function run(options: readonly string[]): Promise<void> {
  const count = options.includes('--quick') ? 40_000 : 100_000;
  const rounds = 7;
  console.log(`${count} IPv4 and ${count} IPv6 prefixes, median of ${rounds} rounds`);
  const lists = { IPv4: randomPrefixes(count, 4), IPv6: randomPrefixes(count, 6) };
  for (const [family, list] of Object.entries(lists)) compareMerging(family, list, rounds);
  measureRules([...lists.IPv4, ...lists.IPv6], rounds);
  await measureRenderers(
    [...routablePrefixes(20_000), ...new Set(lists.IPv6.slice(0, 4000))].slice(0, 22_000),
  );
}

function compareMerging(family: string, list: readonly string[], rounds: number): void {
  const figures = { ours: [] as number[], library: [] as number[] };
  let merged = { ours: 0, library: 0 };
  for (let round = 0; round <= rounds; round += 1) {
    const library = onProcessor(() => mergeCidr([...list]).length);
    const ours = onProcessor(() => mergeTexts(list));
    merged = { ours: ours.result, library: library.result };
    if (round === 0) continue; // In the first round V8 compiles both implementations, so it is not counted.
    figures.ours.push(ours.ms);
    figures.library.push(library.ms);
  }
  const python = timePython(list);
  if (merged.ours !== merged.library || merged.ours !== python.result) {
    throw new Error(`The results differ: ${merged.ours}, ${merged.library}, ${python.result} prefixes`);
  }
  const [ours, library] = [median(figures.ours), median(figures.library)];
  console.log(`merge ${family}, to ${merged.ours}: ours ${ours.toFixed(0)} ms of CPU time`);
  console.log(`  cidr-tools ${library.toFixed(0)} ms, ratio ${(library / ours).toFixed(2)}`);
  console.log(
    `  Python collapse_addresses ${python.ms.toFixed(0)} ms, ratio ${(python.ms / ours).toFixed(2)}`,
  );
}

function mergeTexts(list: readonly string[]): number {
  return formatPrefixText(mergePrefixes(list.map(parsePrefix).filter(isPrefix))).split('\n').length - 1;
}

/**
 * Runs the merge in Python. Python measures the time itself, parsing included, so that the start of Python is not
 * counted.
 */
function timePython(list: readonly string[]): { ms: number; result: number } {
  const script = [
    'import ipaddress, sys, time',
    'lines = sys.stdin.read().split()',
    'start = time.perf_counter()',
    'merged = [str(n) for n in ipaddress.collapse_addresses(ipaddress.ip_network(l) for l in lines)]',
    'print((time.perf_counter() - start) * 1000, len(merged))',
  ];
  const input = list.join('\n');
  const output = execFileSync('python3', ['-c', script.join('\n')], { input, encoding: 'utf8' });
  const [ms, result] = output.split(' ').map(Number) as [number, number];
  return { ms, result };
}

function measureRules(list: readonly string[], rounds: number): void {
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const publish = () => {
    const input = allowlistInputSchema.parse({
      entries: list.slice(0, 100_000).map((cidr) => ({ cidr, protocol: 'imap' })),
    });
    return sealAllowlist(
      { vendor: 'Bench', ...input },
      { revision: 2, publishedAt: '2026-11-23T00:00:00Z', sha256 },
    );
  };
  const document = timed(publish);
  console.log(
    `parse and seal a document of ${document.result.entries.length} entries: ${document.ms.toFixed(0)} ms`,
  );
  const server = { host: 'mail.example.com', port: 993 };
  const account = {
    dataCenters: [],
    domains: [{ domain: 'example.com', kind: 'imap' as const, imap: server, smtp: { ...server, port: 465 } }],
  };
  const ruleSet = timed(() => buildRuleSet(document.result, account));
  console.log(`derive the rule set: ${ruleSet.ms.toFixed(0)} ms`);
  for (const id of Object.keys(targets)) {
    const figures = Array.from(
      { length: rounds },
      () => timed(() => renderTarget(id, ruleSet.result, {})).ms,
    );
    console.log(`render ${id}: ${median(figures).toFixed(0)} ms`);
  }
  measureMatching(ruleSet.result);
}

function measureMatching(ruleSet: RuleSet): void {
  const sources = Array.from(
    { length: 100_000 },
    (_, index) => `${1 + (index % 220)}.${index % 251}.${index % 241}.7`,
  );
  const { ms, result } = timed(
    () =>
      sources.filter(
        (source) =>
          matchFlow(ruleSet, { source, destination: 'mail.example.com', port: 993 }).action === 'allow',
      ).length,
  );
  console.log(`match ${sources.length} connections, ${result} let in: ${ms.toFixed(0)} ms`);
}

function timed<T>(work: () => T): { ms: number; result: T } {
  const start = performance.now();
  const result = work();
  return { ms: performance.now() - start, result };
}

/** Measures CPU time, which other programs on the machine do not lengthen as they do a time on the clock. */
function onProcessor<T>(work: () => T): { ms: number; result: T } {
  const start = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(start);
  return { ms: (user + system) / 1000, result };
}

/** Returns prefixes that are the same on every run: lengths 12 to 32, or 38 to 64 inside 2400::/10. */
function randomPrefixes(count: number, family: 4 | 6): string[] {
  let state = 12345;
  const random = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  return Array.from({ length: count }, () => {
    if (family === 4) {
      const length = 12 + random(21);
      const value = Math.floor(random(2 ** 32) / 2 ** (32 - length)) * 2 ** (32 - length);
      return `${[24, 16, 8, 0].map((shift) => Math.floor(value / 2 ** shift) % 256).join('.')}/${length}`;
    }
    const groups = [0x2400 + random(64), random(65536), random(64) * 1024].map((group) => group.toString(16));
    return `${groups.join(':')}::/${[38, 40, 48, 64][random(4)]!}`;
  });
}

/** Returns disjoint prefixes of addresses that may connect over the internet: /28s, no two of which can be joined. */
function routablePrefixes(count: number): string[] {
  return Array.from({ length: count }, (_, index) => {
    const octets = [11 + (index >>> 13), (index >>> 5) & 0xff, (index & 31) << 3];
    return `${octets.join('.')}.${(index % 13) * 16}/28`;
  });
}
