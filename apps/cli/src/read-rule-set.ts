import { readFile } from 'node:fs/promises';
import { buildRuleSet } from '@postern/firewall/build-rule-set';
import type { RuleSet } from '@postern/firewall/rule-set';
import { readAccount, type AccountOptions } from './account-options.js';
import { readAllowlist, type ReadAllowlist } from './allowlist-source.js';
import { UsageError } from './usage-error.js';

type SourceOptions = { readonly tokenFile?: string };

/** Reads the allowlist and the account that the command line names, and derives the rule set. */
export async function readRuleSet(
  source: string | undefined,
  options: AccountOptions & SourceOptions,
): Promise<RuleSet> {
  const [{ document, findings }, account] = await Promise.all([
    readList(source, options),
    readAccount(options),
  ]);
  const ruleSet = buildRuleSet(document, account);
  return { ...ruleSet, findings: [...findings, ...ruleSet.findings] };
}

/** Reads the allowlist, with the token in `--token-file` if that option is given. */
export async function readList(
  source: string | undefined,
  { tokenFile }: SourceOptions,
): Promise<ReadAllowlist> {
  return readAllowlist(source, await readToken(tokenFile));
}

/** Reads the token in the file that `--token-file` names; `undefined` without that option. */
export async function readToken(tokenFile: string | undefined): Promise<string | undefined> {
  if (tokenFile === undefined) return undefined;
  try {
    return (await readFile(tokenFile, 'utf8')).trim();
  } catch {
    throw new UsageError(`--token-file: ${tokenFile} cannot be read`);
  }
}
