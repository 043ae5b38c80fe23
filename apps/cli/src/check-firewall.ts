import { readFile } from 'node:fs/promises';
import { listNameSchema } from '@postern/core/list-name';
import { inputErrors } from '@postern/core/problem';
import type { DriftReport } from '@postern/firewall/deployed/check-deployed';
import { checkedTargets, checkTarget } from '@postern/firewall/deployed/check-target';
import { detectTarget } from '@postern/firewall/deployed/detect-target';
import type { RuleSet } from '@postern/firewall/rule-set';
import { findTarget } from '@postern/terraform/all-targets';
import { print, printError } from './print.js';
import type { AccountOptions } from './account-options.js';
import { readParameters } from './read-parameters.js';
import { readRuleSet } from './read-rule-set.js';
import { UsageError } from './usage-error.js';

export type CheckOptions = AccountOptions & {
  readonly allowlist?: string;
  readonly tokenFile?: string;
  readonly protocol?: string;
  readonly family?: '4' | '6';
  readonly parameter?: readonly string[];
  readonly out?: string;
  readonly json?: true;
};

const exitCodes = { same: 0, drifted: 1, unknown: 2 } as const;

/**
 * Runs `postern firewall check` and `postern allowlist check` (B5): compares the output of a device with the rule
 * set. Sets the exit code: 0 if they agree, 1 if they differ, 2 if parts of the output cannot be read. Without a
 * target, the kind of device is recognised by its output.
 */
export async function checkFirewall(
  id: string | undefined,
  path: string,
  options: CheckOptions,
): Promise<void> {
  const text = await readText(path);
  const target = await findTarget(id ?? detectTarget(text));
  if (target === undefined) throw new UsageError(`There is no target ${id}; “postern firewall” lists them`);
  if (!checkedTargets.includes(target.id)) throw new UsageError(`${target.label}: there is nothing to check`);
  const given = readParameters(options.parameter ?? []);
  const parameters = target.parameters.safeParse(given);
  if (!parameters.success) {
    const [error] = inputErrors(parameters.error.issues);
    throw new UsageError(`--parameter ${error!.path}: ${error!.message}`);
  }
  const ruleSet = ofFamily(await readRuleSet(options.allowlist, options), options.family);
  const protocol = listNameSchema.optional().parse(options.protocol);
  const report = checkTarget(target.id, text, ruleSet, { ...(parameters.data as object), protocol });
  const repair = report.state === 'drifted' ? target.render(ruleSet, given).files : [];
  const { revision, sha256 } = ruleSet;
  if (options.json)
    print(`${JSON.stringify({ revision, sha256, target: target.id, ...report, repair }, null, 2)}\n`);
  else print(describe(report, revision));
  if (report.state === 'drifted' && !options.json)
    printError(
      `To repair the difference, apply the files that this command writes: postern firewall ${target.id}\n`,
    );
  process.exitCode = exitCodes[report.state];
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path === '-' ? '/dev/stdin' : path, 'utf8');
  } catch {
    throw new UsageError(`${path} cannot be read`);
  }
}

/**
 * Restricts the rule set to one address family, because a plain list of one family is compared with that family
 * only.
 */
function ofFamily(ruleSet: RuleSet, family: '4' | '6' | undefined): RuleSet {
  if (family === undefined) return ruleSet;
  const isOwn = (item: { readonly family: 4 | 6 }) => String(item.family) === family;
  return { ...ruleSet, sets: ruleSet.sets.filter(isOwn), rules: ruleSet.rules.filter(isOwn) };
}

function describe({ state, missing, wider, gone, unread }: DriftReport, revision: number): string {
  const place = ({ destination, port }: { destination: string; port: number | null }) =>
    port === null ? '' : ` to ${destination === 'any' ? '' : `${destination} `}port ${port}`;
  const lines = [
    ...gone.map((text) => `gone: ${text}`),
    ...missing.map((flow) => `missing: ${flow.source}${place(flow)}`),
    ...wider.map((flow) => `wider: ${flow.source}${place(flow)}`),
    ...unread.map((text) => `not understood: ${text}`),
  ];
  return state === 'same' ? `as in revision ${revision}\n` : lines.map((line) => `${line}\n`).join('');
}
