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
  if (tokenFile === undefined) return readAllowlist(source);
  let token: string;
  try {
    token = (await readFile(tokenFile, 'utf8')).trim();
  } catch {
    throw new UsageError(`--token-file: ${tokenFile} cannot be read`);
  }
  return readAllowlist(source, token);
}
