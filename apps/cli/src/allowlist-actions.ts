import { diffAllowlists } from '@postern/core/allowlist-diff';
import { lintAllowlist } from '@postern/core/allowlist-lint';
import {
  formatPrefixCsv,
  formatPrefixText,
  narrowAllowlist,
  selectPrefixes,
} from '@postern/core/allowlist-selection';
import type { ListName } from '@postern/core/list-name';
import { parseIpAddress, unwrapMapped } from '@postern/core/ip-address';
import { formatPrefix } from '@postern/core/prefix';
import { findPrefix } from '@postern/core/prefix-set';
import { isSampleAllowlist } from '@postern/core/sample-allowlist';
import { sampleFinding } from '@postern/core/sample-finding';
import { matchFlow } from '@postern/firewall/match-flow';
import { print } from './print.js';
import type { AccountOptions } from './account-options.js';
import { printFindings } from './firewall.js';
import { readList, readRuleSet } from './read-rule-set.js';
import { UsageError } from './usage-error.js';

type Source = { readonly allowlist?: string; readonly tokenFile?: string };
type Json = { readonly json?: true };
type Narrowing = { readonly protocol?: ListName; readonly family?: '4' | '6' };
export type ShowOptions = Source & AccountOptions & Narrowing & { readonly format: 'text' | 'csv' | 'json' };
export type DiffOptions = Json & { readonly tokenFile?: string };
export type MatchOptions = Source & AccountOptions & Json;
export type LintOptions = Source & Json & { readonly previous?: string };

/** Runs `postern allowlist show`. */
export async function showAllowlist(options: ShowOptions): Promise<void> {
  const { document, findings } = await readList(options.allowlist, options);
  printFindings([...findings, ...(isSampleAllowlist(document) ? [sampleFinding] : [])]);
  const selection = {
    dataCenters: options.dataCenter,
    protocol: options.protocol,
    family: familyOption(options),
  };
  if (options.format === 'json') {
    print(`${JSON.stringify(narrowAllowlist(document, selection), null, 2)}\n`);
    return;
  }
  if (options.protocol === undefined)
    throw new UsageError('--protocol is required, because text and CSV contain only one list');
  const set = selectPrefixes(document, { ...selection, protocol: options.protocol });
  if (set.length === 0) throw new UsageError('The list has no entries for these options');
  print(options.format === 'text' ? formatPrefixText(set) : formatPrefixCsv(set, options.protocol));
}

/** Runs `postern allowlist diff`. Like diff, it ends with exit code 1 if there is a difference. */
export async function diffAllowlistFiles(before: string, after: string, options: DiffOptions): Promise<void> {
  const [old, fresh] = await Promise.all([readList(before, options), readList(after, options)]);
  const changes = diffAllowlists(old.document, fresh.document);
  const signs = { added: '+', removed: '-', state: '~' } as const;
  const line = ({ change, entry, effectiveAt }: (typeof changes)[number]) =>
    `${signs[change]} ${entry.cidr} ${entry.protocol} ${entry.dataCenter ?? 'every data centre'} ${entry.state} ${effectiveAt}\n`;
  print(options.json ? `${JSON.stringify(changes, null, 2)}\n` : changes.map(line).join(''));
  if (changes.length > 0) process.exitCode = 1;
}

/**
 * Runs `postern allowlist match`. With a server, it prints whether the rules let the address in; without one, the
 * lists that contain the address.
 */
export async function matchAddress(
  flow: { readonly source: string; readonly destination?: string; readonly port?: string },
  options: MatchOptions,
): Promise<void> {
  const parsed = parseIpAddress(flow.source);
  if (parsed === null) throw new UsageError(`${flow.source} is not an IP address`);
  const source = unwrapMapped(parsed);
  const ruleSet = await readRuleSet(options.allowlist, options);
  if (flow.destination === undefined) {
    const lists = ruleSet.sets.flatMap(({ key, prefixes }) => {
      const prefix = findPrefix(prefixes, source);
      return prefix === null ? [] : [{ list: key, prefix: formatPrefix(prefix) }];
    });
    print(
      options.json
        ? `${JSON.stringify(lists)}\n`
        : lists.map(({ list, prefix }) => `${list} ${prefix}\n`).join('') || 'in no list\n',
    );
    if (lists.length === 0) process.exitCode = 1;
    return;
  }
  const port = /^\d{1,5}$/.test(flow.port ?? '') ? Number(flow.port) : 0;
  if (port < 1 || port > 65535) throw new UsageError('A destination needs a port from 1 to 65535');
  const verdict = matchFlow(ruleSet, { source: flow.source, destination: flow.destination, port });
  print(options.json ? `${JSON.stringify(verdict)}\n` : `${verdict.action}: ${verdict.reason}\n`);
  if (verdict.action !== 'allow') process.exitCode = 1;
}

/**
 * Runs `postern allowlist lint`. The exit code is 1 if there are errors; Postern refuses to publish a list with
 * errors.
 */
export async function lintAllowlistFile(options: LintOptions): Promise<void> {
  const [next, previous] = await Promise.all([
    readList(options.allowlist, options),
    options.previous === undefined ? null : readList(options.previous, options),
  ]);
  const findings = [...next.findings, ...lintAllowlist(next.document, previous?.document ?? null)];
  print(
    options.json
      ? `${JSON.stringify(findings, null, 2)}\n`
      : findings.map(({ level, code, text }) => `${level} ${code}: ${text}\n`).join(''),
  );
  if (findings.some(({ level }) => level === 'error')) process.exitCode = 1;
}

function familyOption({ family }: Narrowing): 4 | 6 | undefined {
  if (family === undefined) return undefined;
  return family === '4' ? 4 : 6;
}
